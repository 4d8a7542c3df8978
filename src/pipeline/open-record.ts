import { recordValues } from '../core/codecs/record-values.ts';
import type { OpenRecord } from '../engines/engine-options.ts';
import type { Content } from './content.ts';

/** Vendor paths of a stored record, through the same reader that loaded it. */
export function openRecord({ logTypes }: Content): OpenRecord {
  const readers = new Map<string, ReturnType<typeof recordValues>>();
  return (dataset, raw) => {
    let reader = readers.get(dataset);
    if (reader === undefined) {
      const logType = logTypes.get(dataset);
      reader = recordValues(logType?.definition.codec ?? { kind: 'json' }, logType?.mapping ?? {});
      readers.set(dataset, reader);
    }
    return reader(raw);
  };
}
