import { valueText } from '../../domain/field/rules.ts';
import type { ClientRow } from './client-row.ts';
import type { OddCell } from './records.ts';
import type { Step } from './steps.ts';

/**
 * The cells of a record of JSON as texts that can be judged: what no cell can hold, and a list where one value belongs, is
 * a problem of the row and nothing to read; a number with three decimals would be taken for thousands.
 */
export const plainCells = (row: ClientRow, odd: readonly OddCell[], steps: readonly Step[]): string[] => {
  const cells = [...row.record.cells];
  for (const { index, is, reason } of odd) {
    const filling = steps.filter((step) => step.index === index);
    if (is === 'fraction') {
      if (filling.some(({ takes }) => takes === 'number')) cells[index] = valueText(Number(cells[index]));
      continue;
    }
    const [step] = is === 'list' ? filling.filter(({ takes }) => takes !== 'list') : filling;
    if (step === undefined) continue;
    cells[index] = '';
    row.problems.push({
      line: row.line,
      column: step.header,
      code: 'INVALID_VALUE',
      reason: reason ?? 'it takes one value, not a list',
    });
  }
  return cells;
};
