import { expect, test } from 'vitest';
import { linksOf } from './links.ts';

const alert = { number: 1042, entity_kind: 'user.name', entity_value: 'kate' };

test('without an address of the server there are none', () => {
  expect(linksOf(alert, null)).toBeNull();
});

test('below the path of the server', () => {
  expect(linksOf(alert, 'https://example.com/kushi/')).toEqual({
    alert: 'https://example.com/kushi/alerts/A-1042',
    story: 'https://example.com/kushi/actor/user.name%3Akate?around=A-1042',
    take: 'https://example.com/kushi/alerts/A-1042?focus=take',
  });
});

test.each([
  ['../../settings?a=b#c', 'user.name%3A..%2F..%2Fsettings%3Fa%3Db%23c'],
  ['a|b> <!channel>', 'user.name%3Aa%7Cb%3E%20%3C!channel%3E'],
  ['\ud800x', 'user.name%3A%EF%BF%BDx'],
])('an entity cannot leave its place: %j', (entity_value, expected) => {
  expect(linksOf({ ...alert, entity_value }, 'https://example.com')?.story).toBe(
    `https://example.com/actor/${expected}?around=A-1042`,
  );
});

test('a long entity is looked at from the alert', () => {
  const links = linksOf({ ...alert, entity_value: 'x'.repeat(1 << 20) }, 'https://example.com');
  expect(links?.story).toBe('https://example.com/alerts/A-1042');
});
