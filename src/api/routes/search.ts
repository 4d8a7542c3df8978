import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { readCursor } from '../../questions/paging/cursor.ts';
import { searchRoutes } from '../contract/search.ts';
import { implement, implementStream } from '../implement.ts';
import { askInParts, begun, partsOf } from '../parts.ts';
import type { Service } from '../service.ts';

export function serveSearch(app: FastifyInstance, { ask }: Service): void {
  implement(app, searchRoutes.page, async ({ query, signal }) => {
    const thread = query.cursor === undefined ? undefined : readCursor(query.cursor).thread;
    return ask('search.events', { ...listed(query), fields: names(query.fields) }, { signal, thread });
  });
  implementStream(app, searchRoutes.count, async ({ query, signal }) =>
    partsOf(askInParts(ask, 'search.count', listed(query), signal)),
  );
  implementStream(app, searchRoutes.histogram, async ({ query, signal }) =>
    (async function* () {
      for await (const told of askInParts(ask, 'search.histogram', listed(query), signal))
        yield told.kind === 'part' ? told.part : { kind: 'end' as const, events: told.answer.events };
    })(),
  );
  implement(app, searchRoutes.fields, async ({ query, signal }) => ask('search.fields', listed(query), { signal }));
  implement(app, searchRoutes.fieldValues, async ({ params, query, signal }) =>
    ask('search.fieldValues', { ...listed(query), field: params.field }, { signal }),
  );
  implement(app, searchRoutes.completeFields, async ({ query, signal }) =>
    ask('search.completeFields', query, { signal }),
  );
  implement(app, searchRoutes.completeValues, async ({ query, signal }) =>
    ask('search.completeValues', query, { signal }),
  );
  serveExport(app, ask);
}

const exportTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' } as const;

function serveExport(app: FastifyInstance, ask: Service['ask']): void {
  implement(app, searchRoutes.export, async ({ query, signal, reply }) => {
    const { format } = query;
    const texts = partsOf(askInParts(ask, 'search.export', { ...listed(query), fields: names(query.fields) }, signal));
    // A text has no last part that could tell of a failure: the connection breaks instead.
    const parts = await begun(texts, (error) => {
      throw error;
    });
    void reply.type(exportTypes[format]).header('content-disposition', `attachment; filename="events.${format}"`);
    return Readable.from(parts, { objectMode: false }) as never;
  });
}

/** The search of an address, with its lists as lists. */
function listed<Q extends { datasets?: string | undefined }>(
  query: Q,
): Omit<Q, 'datasets'> & { datasets?: readonly string[] } {
  const { datasets, ...rest } = query;
  return datasets === undefined ? rest : { ...rest, datasets: names(datasets)! };
}

function names(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').flatMap((name) => name.trim() || []);
}
