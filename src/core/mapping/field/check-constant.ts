import type { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { textItem } from '../value/item.ts';
import type { Place } from '../yaml/yaml-node.ts';
import { coercion } from './coerce.ts';
import type { FieldInfo } from './field-info.ts';

/** Words that people write, and the ECS values they mean. */
const meant: Readonly<Record<string, readonly string[]>> = {
  login: ['authentication', 'session'],
  logon: ['authentication', 'session'],
  logout: ['session', 'authentication'],
  firewall: ['network'],
  user: ['iam'],
  alert: ['intrusion_detection'],
  create: ['creation'],
  delete: ['deletion'],
  update: ['change'],
  modify: ['change'],
  allow: ['allowed'],
  deny: ['denied'],
  block: ['denied'],
  ok: ['success'],
  fail: ['failure'],
  error: ['failure', 'error'],
};

const remedies: Readonly<Record<string, string>> = {
  long: 'Write a whole number.',
  integer: 'Write a whole number.',
  float: 'Write a number.',
  boolean: 'Write true or false.',
  ip: 'Write an IPv4 or IPv6 address; names and address:port go into .address.',
  date: 'Write a time such as 2026-11-24T07:00:00Z.',
};

/** Reports a constant that its field does not allow or cannot hold. */
export function checkConstant(field: FieldInfo, text: string, place: Place, findings: Findings): void {
  if (field.allowed && !field.allowed.includes(text)) {
    findings.error('VALUE_NOT_ALLOWED', place, `${field.name} has no value "${text}".${nearestAllowed(field, text)}`);
    return;
  }
  const fits = coercion(field)([textItem(text)], { read: () => [], invalid: undefined }) !== undefined;
  if (fits) return;
  const remedy =
    field.name === 'event.severity'
      ? 'Put words into kushi.level, or map them to numbers.'
      : (remedies[field.type] ?? 'It is filled from a path that is an object, or by { each, as }.');
  findings.error('VALUE_TYPE', place, `${field.name} is a ${field.type} and cannot hold "${text}". ${remedy}`);
}

function nearestAllowed(field: FieldInfo, text: string): string {
  const allowed = field.allowed ?? [];
  const words = (meant[text.toLowerCase()] ?? []).filter((word) => allowed.includes(word));
  const typo = nearest(text, allowed);
  const near = words.length > 0 ? words : typo === undefined ? [] : [typo];
  if (near.length === 0) return ` Allowed: ${allowed.join(', ')}.`;
  const ecs = field.name.startsWith('kushi.') ? '' : ` See ECS, ${field.name}.`;
  return ` Nearest: ${near.map((word) => `"${word}"`).join(', ')}.${ecs}`;
}
