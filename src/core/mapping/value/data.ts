import { ValueKind } from '../../batch/dictionary.ts';
import type { PathStep } from '../../codecs/reader.ts';
import type { Value } from '../target.ts';

/** A structure that a function took apart: scalars as written, so that long numbers keep their digits. */
export type Data = Value | readonly Data[] | ReadonlyMap<string, Data>;

export function isObject(data: Data): data is ReadonlyMap<string, Data> {
  return data instanceof Map;
}

export function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}

/** JSON text; numbers as they were written. */
export function formatData(data: Data): string {
  if (isObject(data)) {
    return `{${[...data].map(([key, value]) => `${JSON.stringify(key)}:${formatData(value)}`).join(',')}}`;
  }
  if (isList(data)) return `[${data.map(formatData).join(',')}]`;
  return data.kind === ValueKind.text ? JSON.stringify(data.text) : data.text;
}

/** Everything a path leads to. Arrays where a member is wanted are looked into; JSON null is absent. */
export function navigate(data: Data, steps: readonly PathStep[], from = 0): Data[] {
  if (from === steps.length) return leaves(data);
  const step = steps[from];
  if ('all' in step) {
    const members = isObject(data) ? [...data.values()] : isList(data) ? data : [];
    return members.flatMap((member) => navigate(member, steps, from + 1));
  }
  if ('index' in step && isList(data)) {
    const element = data.at(step.index);
    return element === undefined ? [] : navigate(element, steps, from + 1);
  }
  if ('where' in step) return navigateSelected(data, step, steps, from);
  if (isList(data)) return data.flatMap((element) => navigate(element, steps, from));
  return isObject(data) ? navigateMember(data, steps, from) : [];
}

function leaves(data: Data): Data[] {
  if (isList(data)) return data.flatMap(leaves);
  return !isObject(data) && data.kind === ValueKind.null ? [] : [data];
}

function navigateSelected(
  data: Data,
  step: { readonly where: string; readonly equals: string },
  steps: readonly PathStep[],
  from: number,
): Data[] {
  const wanted = step.equals.toLowerCase();
  const element = (isList(data) ? data : [data]).find((candidate) => {
    const value = isObject(candidate) ? candidate.get(step.where) : undefined;
    return value !== undefined && !isObject(value) && !isList(value) && value.text.toLowerCase() === wanted;
  });
  return element === undefined ? [] : navigate(element, steps, from + 1);
}

/** A member, or a member whose key is the joined rest of the path (`"a.b": …`) when no nested one exists. */
function navigateMember(data: ReadonlyMap<string, Data>, steps: readonly PathStep[], from: number): Data[] {
  let key = '';
  for (let end = from; end < steps.length; end++) {
    const name = memberName(steps[end]);
    if (name === undefined) return [];
    key = end === from ? name : `${key}.${name}`;
    const member = data.get(key);
    if (member !== undefined) return navigate(member, steps, end + 1);
  }
  return [];
}

/** A step of digits is an index in a list and a member in an object. */
function memberName(step: PathStep): string | undefined {
  return 'key' in step ? step.key : 'index' in step ? String(step.index) : undefined;
}
