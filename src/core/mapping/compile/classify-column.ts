import { cellValue, type Lookup } from '../table/table.ts';
import { type Evaluator, noItems, textItem, unionInputs } from '../value/item.ts';

/** What a table has in one column for the values of its keys; a comma list when the field is an array. */
export function columnEvaluator(lookup: Lookup, by: readonly Evaluator[], column: number, commas: boolean): Evaluator {
  const cells = lookup.table.rows.map((row) => {
    const text = cellValue(row.cells[column]);
    return (commas ? text.split(',').map((part) => part.trim()) : [text]).map(textItem);
  });
  return {
    inputs: unionInputs(by),
    evaluate(run) {
      const row = lookup.find(
        by.map((value) => value.evaluate(run)[0]?.text),
        column,
      );
      return row < 0 ? noItems : cells[row];
    },
  };
}
