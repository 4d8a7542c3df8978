import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The server's numbers in Prometheus' terms: https://prometheus.io/docs/practices/naming/ */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly records: Counter<'outcome'>;
  readonly events: Counter<'dataset'>;
  readonly alerts: Counter;
  readonly deliveries: Counter<'destination' | 'status'>;
}

export interface Measured {
  readonly questions: () => number;
  readonly followers: () => number;
  readonly segments: () => Promise<number>;
}

export function createMetrics({ questions, followers, segments }: Measured): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await value());
      },
    });
  gauge('kushi_questions_running', 'Questions being answered', questions);
  gauge('kushi_segments', 'Segment files that queries read', segments);
  gauge('kushi_live_followers', 'Open streams of live events', followers);
  return {
    registry,
    requests: new Histogram({
      name: 'kushi_http_request_seconds',
      help: 'Time to answer a request, by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
      registers,
    }),
    records: new Counter({
      name: 'kushi_records_total',
      help: 'Records read, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    events: new Counter({ name: 'kushi_events_total', help: 'Events stored', labelNames: ['dataset'], registers }),
    alerts: new Counter({ name: 'kushi_alerts_total', help: 'Alerts opened', registers }),
    deliveries: new Counter({
      name: 'kushi_deliveries_total',
      help: 'Messages to destinations, by how they ended',
      labelNames: ['destination', 'status'],
      registers,
    }),
  };
}
