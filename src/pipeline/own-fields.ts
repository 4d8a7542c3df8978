import type { VendorField } from '../core/logtype/logtype.ts';

/** Fields that Kushi itself adds to stored rows, beside those of ECS and of log types. */
export const ownFields: readonly VendorField[] = [
  { name: 'kushi.object', type: 'keyword', array: false, description: 'Identity of the object the record came from' },
  {
    name: 'kushi.offset',
    type: 'long',
    array: false,
    description: 'Byte offset of the record in the decompressed object',
  },
  { name: 'kushi.generation', type: 'long', array: false, description: 'Which reading of the object made the row' },
  {
    name: 'kushi.level',
    type: 'keyword',
    array: false,
    description: 'Severity in words: info, low, medium, high, critical',
  },
  {
    name: 'kushi.count',
    type: 'long',
    array: false,
    description: 'How often it happened, when one record stands for many',
  },
  {
    name: 'kushi.forwarded_for',
    type: 'keyword',
    array: true,
    description: 'Addresses of X-Forwarded-For as they came',
  },
  { name: 'kushi.raw', type: 'keyword', array: false, description: 'Bytes of a reject, in base64' },
  { name: 'kushi.reject.code', type: 'keyword', array: false, description: 'Why a record did not become an event' },
  { name: 'kushi.reject.message', type: 'keyword', array: false, description: 'The same in a sentence' },
  { name: 'kushi.reject.path', type: 'keyword', array: false, description: 'The value that is to blame' },
  { name: 'kushi.reject.log_type', type: 'keyword', array: false, description: 'Log type the record was read as' },
  { name: 'kushi.reject.length', type: 'long', array: false, description: 'Length of the record in bytes' },
  { name: 'kushi.reject.truncated', type: 'boolean', array: false, description: 'Only the head of the record is kept' },
];
