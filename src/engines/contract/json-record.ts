import { recordValues } from '../../core/codecs/record-values.ts';
import type { FieldAccess } from '../../core/query/field-access.ts';

const open = recordValues({ kind: 'json' });

/** The suite's datasets all hold JSON. */
export function openJsonRecord(_dataset: string, raw: Uint8Array): FieldAccess {
  return open(raw);
}
