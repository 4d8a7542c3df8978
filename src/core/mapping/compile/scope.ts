import type { Let } from '../ast.ts';
import type { Evaluator } from '../value/item.ts';
import type { Place } from '../yaml/yaml-node.ts';

/** What a `$name` stands for. A `let` is an expression of the scope it stands in; the others are values. */
export type Binding =
  | { readonly what: 'let'; readonly definition: Let; readonly scope: Scope }
  | { readonly what: 'capture' | 'table column'; readonly place: Place; readonly value: Evaluator };

/** The names of a block, which its cases and steps see as well. */
export interface Scope {
  readonly names: Map<string, Binding>;
  readonly outer: Scope | undefined;
}

export function createScope(outer?: Scope): Scope {
  return { names: new Map(), outer };
}

export function lookUp(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const binding = at.names.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

export function* allNames(scope: Scope | undefined): Iterable<readonly [string, Binding]> {
  for (let at = scope; at !== undefined; at = at.outer) yield* at.names;
}

export function bindingPlace(binding: Binding): Place {
  return binding.what === 'let' ? binding.definition.place : binding.place;
}
