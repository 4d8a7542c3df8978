import { formatDocument, toDocument } from '../core/event/document.ts';
import { formatTime } from '../core/time/rfc3339.ts';
import type { EventRow } from '../engines/engine.ts';
import { fieldOf } from '../engines/row-access.ts';
import { eventFields } from '../timeline/find-events.ts';
import { type AskedSearch, readSearch } from './asked-search.ts';
import { fieldJson, type JsonFieldValue } from './event-json.ts';
import type { Question, QuestionContext } from './question.ts';

export interface ExportInput extends AskedSearch {
  readonly format: 'ndjson' | 'csv';
  readonly fields?: readonly string[] | undefined;
  /** Most events; all when 0. */
  readonly limit: number;
}

/** A part is sent when it has about so many characters. */
const partLength = 1 << 16;

/** All that a query finds, as text, part by part. */
export const exportEvents: Question<ExportInput, { readonly events: number }, string> = async (input, context) => {
  const { query, options } = readSearch(input, context);
  const { format, limit } = input;
  const fields = input.fields ?? (format === 'csv' ? eventFields : undefined);
  const wanted = { ...options, ...(fields && { fields }), ...(limit > 0 && { limit }) };
  let events = 0;
  let text = format === 'csv' ? csvLine(['@timestamp', 'event.dataset', ...fields!]) : '';
  for await (const row of context.engine.search(query, context.snapshot, wanted)) {
    events++;
    text += format === 'csv' ? csvRow(row, fields!, context) : documentLine(row, context);
    if (text.length < partLength) continue;
    await context.part(text);
    text = '';
  }
  await context.part(text);
  return { events };
};

function documentLine(row: EventRow, { content }: Pick<QuestionContext, 'content'>): string {
  return `${formatDocument(toDocument(row, content.vendorTypes))}\n`;
}

function csvRow(row: EventRow, fields: readonly string[], { content }: Pick<QuestionContext, 'content'>): string {
  const cells = fields.map((name) => {
    const value = fieldOf(row, name);
    return value === undefined ? '' : cellText(fieldJson(name, value, content));
  });
  return csvLine([formatTime(row.time), row.dataset, ...cells]);
}

function cellText(value: JsonFieldValue): string {
  if (typeof value === 'object') return value.join(', ');
  return String(value);
}

/**
 * RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe before it:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvLine(cells: readonly string[]): string {
  const safe = cells.map((cell) => {
    const text = /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${safe.join(',')}\r\n`;
}
