import { query } from '../../db/bulk.ts';
import type { Deps } from '../deps.ts';
import { firmSettings } from '../firm/schema.ts';
import type { Look } from './model.ts';
import { lookOf, mostExamples, some } from './rules.ts';

/** Whether the settings of the firm are those that there are, with values that they take. */
export async function lookAtSettings(deps: Deps): Promise<Look> {
  const rows = await query<{ key: string; value: string }>(
    deps,
    'select key, value from settings order by key',
  );
  const wrong = rows.filter(({ key, value }) => {
    const setting = firmSettings.find((known) => known.key === key);
    return setting === undefined || !setting.check().safeParse(value).success;
  });
  return lookOf(wrong.length, (count) => ({
    message: `${some(count, 'setting', 'settings')} of the firm ${count === 1 ? 'is' : 'are'} unknown or ${count === 1 ? 'has a value' : 'have values'} that cannot be`,
    examples: wrong.slice(0, mostExamples).map(({ key }) => `setting ${key}`),
    hint: 'Set it anew: kontor config set KEY VALUE',
  }));
}
