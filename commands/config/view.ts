import { type Configuration, programSettings, showSetting } from '../../src/config.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { readFirm } from '../../src/domain/firm/operations.ts';
import { firmSettings } from '../../src/domain/firm/schema.ts';
import type { Field } from '../../src/output/view.ts';

/** One setting as it is shown. */
export interface SettingRow {
  key: string;
  /** Nothing where the firm's settings cannot be read because there is no database. */
  value: string | null;
  origin: 'option' | 'environment' | 'file' | 'default' | 'database';
  source: string;
}

export const settingKeys: readonly string[] = [
  ...programSettings.map(({ key }) => key),
  ...firmSettings.map(({ key }) => key),
];

export const settingFields: Field<SettingRow>[] = [
  { key: 'key', heading: 'Key' },
  { key: 'value', heading: 'Value', text: ({ value }) => value ?? '(no database)' },
  { key: 'origin', heading: 'Origin', hidden: true },
  { key: 'source', heading: 'Source', hidden: true },
];

/** Every setting with its value and where it comes from; passwords in URLs are masked. */
export const readSettings = async (
  configuration: Configuration,
  deps: Deps | undefined,
): Promise<SettingRow[]> => {
  const program = programSettings.map(({ key }) => ({ key, ...showSetting(configuration, key) }));
  const firm = deps && (await readFirm(deps));
  return [
    ...program,
    ...firmSettings.map(({ key, field }) => ({
      key,
      value: firm === undefined ? null : String(firm[field]),
      origin: 'database' as const,
      source: firm ? 'database' : 'no database',
    })),
  ];
};
