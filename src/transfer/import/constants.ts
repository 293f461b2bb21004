import { usageError } from '../../errors.ts';
import type { FieldColumn } from '../reading/headings/fields.ts';
import type { Target } from '../reading/headings/headings.ts';
import { targetMeant } from '../reading/map-option.ts';
import type { ColumnPlan, PlannedColumn } from '../reading/mapping.ts';

/**
 * The plan with what `--set target=value` says of all rows: it counts where a row says nothing itself, because its cell is
 * blank or there is no such column. Throws INVALID_SET, and what an unknown target throws (exit 2).
 */
export function withConstants(
  plan: ColumnPlan,
  values: readonly string[],
  fields: readonly FieldColumn[],
): ColumnPlan {
  if (values.length === 0) return plan;
  const constants = new Map<Target, PlannedColumn>();
  for (const value of values) {
    const divide = value.indexOf('=');
    const [wanted, constant] = [value.slice(0, Math.max(divide, 0)).trim(), value.slice(divide + 1).trim()];
    if (wanted === '' || constant === '') throw invalid(value, 'does not say what is set to what');
    const target = targetMeant(wanted, fields);
    if (constants.has(target)) throw invalid(value, `sets ${target} a second time`);
    constants.set(target, { index: -1, header: `--set ${wanted}`, target, constant });
  }
  const filled = plan.columns.map((column) => {
    const constant = constants.get(column.target)?.constant;
    return constant === undefined ? column : { ...column, constant };
  });
  const present = new Set(plan.columns.map(({ target }) => target));
  const added = [...constants.values()].filter(({ target }) => !present.has(target));
  return {
    ...plan,
    columns: [...added, ...filled],
    headerOf: (target) => plan.headerOf(target) ?? constants.get(target)?.header,
  };
}

const invalid = (value: string, why: string) =>
  usageError('INVALID_SET', `--set "${value}" ${why}.`, {
    hint: '--set account.type=company, --set "link.description=Tax adviser", --set "field:Source=Import"',
  });
