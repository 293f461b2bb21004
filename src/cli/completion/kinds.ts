import type { Suggestible } from '../../domain/suggestion/model.ts';
import type { ArgumentSpec, OptionSpec } from '../define-command.ts';
import { argumentName, parseFlags } from '../flags.ts';

/** What stands where a value is expected: a file, or something that the database knows. */
export type ValueKind = 'file' | Suggestible | 'field';

/** How a value is made of what is suggested: alone, as one of a list with commas, or in front of a `=`. */
export interface ValueShape {
  kind: ValueKind | undefined;
  isList?: boolean;
  isKey?: boolean;
}

const nothing: ValueShape = { kind: undefined };

/** Options whose placeholder says less than their name. */
const byFlag: Readonly<Record<string, ValueKind>> = {
  '--account': 'account',
  '--contact': 'contact',
  '--tag': 'tag',
  '--add-tag': 'tag',
  '--remove-tag': 'tag',
  '--not-tag': 'tag',
  '--email': 'email',
  '--db': 'file',
  '--unset': 'field',
  '--has-field': 'field',
  '--no-field': 'field',
  '--keep-email-as': 'contact-field',
};

const byPlaceholder: Readonly<Record<string, ValueShape>> = {
  account: { kind: 'account' },
  contact: { kind: 'contact' },
  contacts: { kind: 'contact', isList: true },
  tag: { kind: 'tag' },
  file: { kind: 'file' },
};

/** What a value of an option may be, as far as its flags tell. */
export function optionValues({ flags }: OptionSpec): ValueShape {
  const { long } = parseFlags(flags);
  const kind = byFlag[long];
  if (kind !== undefined) return { kind };
  const placeholder = /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1] ?? '';
  // `--set <key=value>` of records; `import --set <target=value>` names columns.
  if (placeholder === 'key=value') return { kind: 'field', isKey: true };
  return byPlaceholder[placeholder] ?? nothing;
}

const byArgument: Readonly<Record<string, ValueKind>> = {
  account: 'account',
  contact: 'contact',
  keep: 'contact',
  drop: 'contact',
  tag: 'tag',
  field: 'field',
  email: 'email',
  file: 'file',
};

/** What an argument may be, as far as its name tells. */
export const argumentValues = ({ name }: ArgumentSpec): ValueShape => ({
  kind: byArgument[argumentName(name)],
});
