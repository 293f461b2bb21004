import {
  accountTexts,
  type Client,
  contactTexts,
  type ListedAccount,
  type ListedRecord,
} from '../../domain/export/model.ts';
import type { FieldScope, FieldValue, KnownField } from '../../domain/field/model.ts';
import { optionsNamed, valueText } from '../../domain/field/rules.ts';
import { comparisonKey } from '../../domain/text/comparison.ts';
import { fieldTarget } from '../reading/headings/fields.ts';
import type { Target } from '../reading/headings/headings.ts';

/** A column under the heading by which import knows it. */
export interface Column<Row> {
  heading: Target;
  value: (row: Row) => FieldValue | null;
  /** The value as a cell that import reads again to the same value. */
  text: (value: FieldValue) => string;
}

/** One row for each account and each of its contacts, with all that import can set. */
export const clientColumns = (fields: readonly KnownField[]): Column<Client>[] => [
  ...accountTexts.map((name, place) =>
    column<Client>(`account.${name}`, ({ account }) => account.page.columns[place]?.[account.at] ?? null),
  ),
  { heading: 'account.archived', value: ({ account }) => account.isArchived, text: yesOrBlank },
  { heading: 'account.tags', value: tagsOf, text: (tags) => (tags as string[]).join('; ') },
  ...fieldColumns<Client>(fields, 'account', ({ account }) => account),
  column<Client>('contact.ref', ({ contact, isUnclear }) => (isUnclear ? String(contact.id) : null)),
  ...contactTexts.map((name, place) =>
    column<Client>(`contact.${name}`, ({ contact }) => contact.page.columns[place]?.[contact.at] ?? null),
  ),
  ...fieldColumns<Client>(fields, 'contact', ({ contact }) => contact),
  column<Client>('link.description', ({ description }) => description),
];

/** One row for each contact, with all of it that import can set. */
export const contactColumns = (fields: readonly KnownField[]): Column<ListedRecord>[] => [
  ...contactTexts.map((name, place) =>
    column<ListedRecord>(`contact.${name}`, ({ page, at }) => page.columns[place]?.[at] ?? null),
  ),
  ...fieldColumns<ListedRecord>(fields, 'contact', (contact) => contact),
];

const column = <Row>(heading: Target, value: Column<Row>['value']): Column<Row> => ({
  heading,
  value,
  text: String,
});

/** "No" is blank: import never restores an account. */
const yesOrBlank = (value: FieldValue): string => (value === true ? 'yes' : '');

/** Tags have no separators in their names (G1). */
const tagsOf = ({ account }: { account: ListedAccount }) => account.tags;

const fieldColumns = <Row>(
  fields: readonly KnownField[],
  scope: FieldScope,
  recordOf: (row: Row) => ListedRecord,
): Column<Row>[] =>
  fields
    .filter((field) => field.scope === scope)
    .map((field) => ({
      heading: fieldTarget(field),
      value: (row) => {
        const { id, page } = recordOf(row);
        return page.values.get(field.id)?.get(id) ?? null;
      },
      text: field.type === 'multi-dropdown' ? choicesText(field) : valueText,
    }));

/** Options of which some have commas in their labels may be read as others: then each has a line of its own. */
function choicesText({ options }: KnownField): (labels: FieldValue) => string {
  const haveCommas = options.some(({ label }) => comparisonKey(label).includes(','));
  return (value) => {
    const labels = value as string[];
    const joined = labels.join(', ');
    if (labels.length === 1 || !haveCommas) return joined;
    const read = optionsNamed(options, joined)?.map(({ label }) => label);
    return read?.length === labels.length && read.every((label, place) => label === labels[place])
      ? joined
      : labels.join('\n');
  };
}
