import { usageError } from '../../errors.ts';
import type { ColumnPlan, PlannedColumn } from '../reading/mapping.ts';
import type { ImportKind } from './model.ts';

const isAboutContact = ({ target }: Pick<PlannedColumn, 'target'>): boolean => target.startsWith('contact.');

/**
 * The plan without columns that say nothing about what is imported: a list of contacts has none about accounts. Throws
 * COLUMNS_OF_OTHER_KIND (exit 2) unless they may be left out.
 */
export function planOfKind(
  plan: ColumnPlan,
  kind: ImportKind,
  { ignoreUnknown }: { ignoreUnknown: boolean },
): ColumnPlan {
  if (kind !== 'contacts') return plan;
  const others = plan.columns.filter((column) => !isAboutContact(column)).map(({ header }) => header);
  if (others.length > 0 && (!ignoreUnknown || others.length === plan.columns.length)) {
    const named = others.map((header) => `"${header}"`).join(', ');
    throw usageError('COLUMNS_OF_OTHER_KIND', `A list of contacts says nothing about accounts: ${named}.`, {
      hint: 'Leave these columns out with --ignore-unknown, or import accounts and contacts with --kind clients.',
      details: { columns: others, kind },
    });
  }
  return {
    ...plan,
    columns: plan.columns.filter(isAboutContact),
    ignored: [...plan.ignored, ...others],
    later: (header, index) => {
      const late = plan.later(header, index);
      if (late.columns.every(isAboutContact)) return late;
      return ignoreUnknown
        ? { columns: late.columns.filter(isAboutContact) }
        : { columns: [], problem: 'a list of contacts says nothing about accounts' };
    },
  };
}
