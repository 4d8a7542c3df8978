import { expect, test } from 'vitest';
import { parseConfig } from '../../config/load-config.ts';
import { watchSources } from './watch-sources.ts';

const { sources } = parseConfig(
  'sources:\n  web: { location: logs }\n  trail: { location: "s3://trail/AWSLogs" }\n  slow: { location: x, poll: 10m }\n',
  'kushi.yml',
);

test('each source is due at its own pace', () => {
  const watch = watchSources(sources, 0);
  expect(watch.due(0)).toEqual(['web', 'trail', 'slow']);
  for (const name of watch.due(0)) watch.looked(name, 0, 10);
  expect([watch.due(10), watch.wait(10)]).toEqual([[], 1990]);
  expect(watch.due(2000)).toEqual(['web']);
  expect(watch.due(60_000)).toEqual(['web', 'trail']);
  expect(watch.due(600_000)).toEqual(['web', 'trail', 'slow']);
});

test('one that takes long to list is looked at less often', () => {
  const watch = watchSources({ web: sources.web }, 0);
  watch.looked('web', 0, 1000);
  expect([watch.due(19_999), watch.due(20_000)]).toEqual([[], ['web']]);
});

test('without sources there is nothing to wait for', () => {
  expect(watchSources({}, 0).wait(0)).toBeNull();
});
