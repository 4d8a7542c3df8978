import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { listSettings } from '../../config/list-settings.ts';
import { formatTime } from '../../core/time/rfc3339.ts';
import { countDeliveries, type Delivery, listDeliveries } from '../../state/outbox/list-deliveries.ts';
import { settingRoutes } from '../contract/settings.ts';
import { implement } from '../implement.ts';
import type { Service } from '../service.ts';
import { alertNamed } from './alerts.ts';

export function serveSettings(app: FastifyInstance, { config, db, notifier }: Service): void {
  implement(app, settingRoutes.list, async () => ({ settings: listSettings(config, process.env) }));
  implement(app, settingRoutes.destinations, async () => {
    const counts = await countDeliveries(db);
    const destinations = [];
    for (const [name, { kind, level, language, zone }] of Object.entries(config.destinations)) {
      const own = counts.filter(({ destination }) => destination === name);
      const [last] = await listDeliveries(db, { destination: name, most: 1 });
      destinations.push({
        name,
        kind,
        level,
        language,
        zone,
        deliveries: Object.fromEntries(own.map(({ status, count }) => [status, count])),
        last: last === undefined ? null : deliveryBody(last),
      });
    }
    return { destinations };
  });
  implement(app, settingRoutes.test, async ({ params, signal }) => {
    const { detail } = await notifier.sendTest(params.name, signal);
    return { receipt: detail };
  });
  implement(app, settingRoutes.deliveries, async ({ query }) => {
    const { limit: most, alert: name, destination, status } = query;
    const alert = name === undefined ? undefined : (await alertNamed(db, name)).id;
    const deliveries = await listDeliveries(db, {
      most,
      ...(alert === undefined ? {} : { alert }),
      ...(destination === undefined ? {} : { destination }),
      ...(status === undefined ? {} : { status }),
    });
    return { deliveries: deliveries.map(deliveryBody) };
  });
  implement(app, settingRoutes.resend, async ({ params }) => {
    await notifier.resend(params.key);
    return { resent: true as const };
  });
}

type Body = z.input<typeof settingRoutes.deliveries.response>['deliveries'][number];

function deliveryBody(delivery: Delivery): Body {
  const { key, destination, story, number, status, attempts, receipt, error, alerts } = delivery;
  const { created, next, sent } = delivery;
  return {
    key,
    destination,
    story,
    number,
    status,
    attempts,
    receipt,
    error,
    alerts: [...alerts],
    created: formatTime(created),
    next: next === null ? null : formatTime(next),
    sent: sent === null ? null : formatTime(sent),
  };
}
