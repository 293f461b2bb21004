import { sameHeader } from './fold-header.ts';

/** A custom field of the firm, which a column can fill (F1). */
export interface FieldColumn {
  scope: 'account' | 'contact';
  key: string;
  label: string;
  /** Which kind of values it takes, where that is known. */
  type?: string;
}

/** A custom field as a target: `account.field:tax-number`. */
export type FieldTarget = `${FieldColumn['scope']}.field:${string}`;

export const fieldTarget = ({ scope, key }: Pick<FieldColumn, 'scope' | 'key'>): FieldTarget =>
  `${scope}.field:${key}`;

export const isFieldTarget = (target: string): target is FieldTarget => target.includes('.field:');

const spelled = /^(?:(account|contact)[.\s])?fields?[:.](.*)$/is;

/** Whether a text names a custom field outright: `field:Tax number`, `contact.field:spouse-email`. */
export const isFieldReference = (text: string): boolean => spelled.test(text);

/** The label or key in a reference. */
export const referencedName = (text: string): string => spelled.exec(text)?.[2]?.trim() ?? text;

/** The fields that a reference means, by key or label; more than one where both scopes have it. */
export function fieldsReferenced(text: string, fields: readonly FieldColumn[]): FieldColumn[] {
  const scope = spelled.exec(text)?.[1]?.toLowerCase();
  return fieldsCalled(referencedName(text), fields).filter(
    (field) => scope === undefined || field.scope === scope,
  );
}

/**
 * The fields whose label or key a heading is, with the scope in front (`contact.Hobby`) or without; a key counts before a
 * label that is the same.
 */
export function fieldsCalled(heading: string, fields: readonly FieldColumn[]): FieldColumn[] {
  const byKey = fields.filter(({ key }) => key === heading.toLowerCase());
  const called = byKey.length > 0 ? byKey : fields.filter(({ label }) => sameHeader(label, heading));
  const [, scope, name] = called.length > 0 ? [] : (/^(account|contact)\.(.+)$/is.exec(heading) ?? []);
  if (scope === undefined || name === undefined) return called;
  return fieldsCalled(name.trim(), fields).filter((field) => field.scope === scope.toLowerCase());
}
