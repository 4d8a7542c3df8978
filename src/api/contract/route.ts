import { z } from 'zod';

/** What a caller must be. `public` needs nobody to be signed in; each other role may do what those before it may. */
export const roles = ['public', 'viewer', 'analyst', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * One route of the API: what it takes and gives, and who may call it. Handlers (`src/api/routes`), the OpenAPI document
 * and the typed client are all made from these, so this folder imports nothing but zod and the pure core.
 */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters as `:name`. */
  readonly path: string;
  readonly role: Role;
  /** Group in the documentation, and what the scopes of tokens name. */
  readonly tag: string;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Of each event or line when the answer is a stream. */
  readonly response: R;
  /** `events`: server-sent events. `lines`: NDJSON. `text`: plain text. One JSON document when absent. */
  readonly stream?: 'events' | 'lines' | 'text' | undefined;
  /** Content types of a text that is not plain. */
  readonly types?: readonly string[] | undefined;
  /** Noted in the audit log under this name whenever it is called. */
  readonly audited?: string | undefined;
  /** Only for a person who is signed in: no token may, so that none can make itself last longer or do more. */
  readonly personal?: boolean | undefined;
}

export type AnyRoute = Route;

const nothing = z.undefined();
type Nothing = typeof nothing;

type Definition<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = Omit<
  Route<P, Q, B, R>,
  'params' | 'query' | 'body'
> & { readonly params?: P; readonly query?: Q; readonly body?: B };

/** Defines a route; parts that are left out take nothing. */
export function route<
  R extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(definition: Definition<P, Q, B, R>): Route<P, Q, B, R> {
  const { params, query, body, ...rest } = definition;
  return { ...rest, params: (params ?? nothing) as P, query: (query ?? nothing) as Q, body: (body ?? nothing) as B };
}

/** How every error is told, with its code of docs/errors.md. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    problems: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          path: z.string().optional(),
          column: z.int().optional(),
        }),
      )
      .optional(),
    /** Character of the query at which it cannot be read, from 1. */
    column: z.int().optional(),
  }),
});
