import { all, and, none, not, or, type Query, type TextTest } from '../../core/query/ast.ts';
import { on } from './ask.ts';
import { sampleObject } from './batch-of.ts';

export const equals = (value: string, cased = false): TextTest => ({ op: 'equals', value, cased });
const like = (pattern: string): TextTest => ({
  op: 'like',
  cased: false,
  parts: pattern
    .split(/([*?])/)
    .filter(Boolean)
    .map((piece) => (piece === '*' || piece === '?' ? { wild: piece } : { literal: piece })),
});
export const regex = (pattern: string, flags = ''): TextTest => ({ op: 'regex', pattern, flags });

/** Name, question, and the offsets of the events it means, in their order. */
export const questionTable: readonly [string, Query, readonly number[]][] = [
  ['everything', all, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['nothing', none, []],
  ['equal texts fold case', on('user.name', equals('aLiCe')), [3]],
  ['unless cased', on('user.name', equals('alice', true)), []],
  ['sigma has one small form', on('user.name', equals('σας'.replace('ς', 'σ'))), [4]],
  ['an empty text is not absence', on('user.name', equals('')), [2]],
  ['absent is false, and not turns that', not(on('user.name', { op: 'exists' })), [1, 5, 6, 7, 8]],
  ['not of a missing column', and([not(on('event.category', equals('x'))), on('user.name', equals('alice'))]), [3]],
  ['null', on('user.name', { op: 'null' }), [1, 2, 5, 6, 7, 8]],
  ['null of a missing column', on('event.category', { op: 'null' }), [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['any value of a list', on('user.roles', equals('DEV')), [3]],
  ['an empty text in a list', on('user.roles', { op: 'null' }), [1, 2, 4, 5, 6, 7, 8, 9]],
  ['percent and underscore are letters', on('event.action', like('1*%_\\d*')), [4]],
  ['one character is a code point', on('user.name', like('ログイン失敗?')), [9]],
  ['contains', on('user.name', { op: 'contains', value: '失敗', cased: false }), [9]],
  ['starts', on('user.name', { op: 'startswith', value: 'ALI', cased: false }), [3]],
  ['ends', on('user.roles', { op: 'endswith', value: 'min', cased: true }), [3]],
  ['regex', on('user.name', regex('^[A-Z]l')), [3]],
  ['regex in lists', on('user.roles', regex('^DEV$', 'i')), [3]],
  ['whole numbers are exact', on('source.port', equals('9007199254740993')), [7]],
  ['numbers compare as values', on('source.port', equals('443.0')), [6]],
  ['fractions between whole numbers', on('source.port', { op: 'gt', value: '443.5' }), [7]],
  ['beyond 64 bits', on('source.port', { op: 'lt', value: '1e30' }), [6, 7]],
  ['doubles', on('event.risk_score', { op: 'lte', value: '2.15e1' }), [7]],
  ['a day', on('event.start', equals('2026-11-24')), [8]],
  ['behind a day', on('event.start', { op: 'gt', value: '2026-11-24' }), [9]],
  ['date parts', on('event.start', { op: 'datepart', part: 'hour', is: 'equals', value: 23 }), [8]],
  ['booleans', on('tls.established', equals('False')), [9]],
  ['networks', on('source.ip', { op: 'cidr', cidr: '192.0.2.0/29' }), [5]],
  ['networks of v6', on('source.ip', { op: 'cidr', cidr: '2001:db8::/32' }), [6]],
  ['networks in lists', on('related.ip', { op: 'cidr', cidr: '198.51.0.0/16' }), [5]],
  ['mapped addresses', on('source.ip', equals('::ffff:192.0.2.7')), [5]],
  ['addresses written long', on('related.ip', equals('2001:DB8:0::0001')), [5]],
  ['address order', on('source.ip', { op: 'gte', value: '192.0.2.8' }), [6]],
  ['two fields', on('user.name', { op: 'fieldref', field: 'user.target.name', how: 'equals', cased: false }), [3]],
  ['two addresses', on('source.ip', { op: 'fieldref', field: 'destination.ip', how: 'equals', cased: false }), [5]],
  ['two numbers', on('source.port', { op: 'fieldref', field: 'destination.port', how: 'equals', cased: false }), [6]],
  ["the vendor's id", on('event.id', equals('VENDOR-1')), [8]],
  ['an id of ours', on('event.id', equals(`${sampleObject}-3`)), [3]],
  ['every event has an id', on('event.id', { op: 'exists' }), [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['record texts', on('record.a', equals('X')), [3]],
  ['record escapes', on('record.a', equals('xy')), [6]],
  ['record numbers', on('record.a', equals('1')), [4]],
  ['record booleans', on('record.a', equals('true')), [5]],
  ['record nulls', and([on('record.a', { op: 'null' }), on('user.name', { op: 'exists' })]), [2, 9]],
  ['record lists', on('record.b.c', equals('dev')), [3]],
  ['not of a record', and([not(on('record.a', { op: 'exists' })), on('source.port', { op: 'exists' })]), [7]],
  ['keywords in raw text', { kind: 'keyword', test: { op: 'contains', value: 'DENIED "q', cased: false } }, [7]],
  ['keywords behind escapes', { kind: 'keyword', test: { op: 'contains', value: 'xy', cased: false } }, [6]],
  ['keywords as whole values', { kind: 'keyword', test: equals('dev') }, [3]],
  ['keywords by regex', { kind: 'keyword', test: regex('^Xy$') }, [6]],
  ['a branch that SQL cannot say', or([on('source.port', equals('443')), on('record.b.c', equals('1'))]), [3, 6]],
];
