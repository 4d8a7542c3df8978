import type { FastifyInstance } from 'fastify';
import { formatLocation, KushiError } from '../../core/error/error.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import type { LoadState } from '../../pipeline/loader/loader.ts';
import { type LoadBody, loadRoutes } from '../contract/loads.ts';
import { implement, implementStream } from '../implement.ts';
import type { Service } from '../service.ts';

export function serveLoads(app: FastifyInstance, { loads }: Service): void {
  const get = (id: string): LoadState => {
    const load = loads.get(id);
    if (load === null) throw new KushiError('NOT_FOUND', `There is no load ${id}. Only the newest are kept.`);
    return load;
  };
  implement(app, loadRoutes.list, async () => ({ loads: loads.list().map(toBody) }));
  implement(app, loadRoutes.one, async ({ params }) => toBody(get(params.id)));
  implement(app, loadRoutes.start, async ({ body }) => toBody(loads.start(body)));
  implement(app, loadRoutes.cancel, async ({ params }) => {
    get(params.id);
    loads.cancel(params.id);
    return toBody(get(params.id));
  });
  implementStream(app, loadRoutes.follow, async ({ params, signal }) => {
    get(params.id);
    return follow(() => get(params.id), signal);
  });
}

const followEveryMs = 250;

async function* follow(get: () => LoadState, signal: AbortSignal): AsyncIterable<LoadBody> {
  for (let told: LoadState | null = null; !signal.aborted; ) {
    const load = get();
    if (load !== told) yield toBody(load);
    told = load;
    if (load.ended !== null) return;
    await new Promise((resolve) => {
      setTimeout(resolve, followEveryMs);
    });
  }
}

function toBody({ asked, ended, error, request, ...load }: LoadState): LoadBody {
  return {
    ...load,
    request: request.kind === 'load' ? { ...request, names: [...request.names] } : request,
    asked: formatTime(asked),
    ended: ended === null ? null : formatTime(ended),
    error: error === null ? null : { ...error, problems: error.problems.map(problemBody) },
  };
}

function problemBody({ code, message, location }: NonNullable<LoadState['error']>['problems'][number]) {
  return { code, message, location: formatLocation(location) };
}
