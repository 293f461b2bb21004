import type { TagOutcome } from '../../src/domain/tag/operations.ts';
import type { Tag } from '../../src/domain/tag/schema.ts';
import type { Field, RecordView } from '../../src/output/view.ts';

/** The fields of a tag as lists show them. */
export const tagFields: Field<Tag>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'name', heading: 'Tag' },
  { key: 'color', heading: 'Colour' },
  { key: 'accounts', heading: 'Accounts', align: 'right' },
];

export const tagOutcomeFields: Field<TagOutcome>[] = [
  { key: 'outcome', heading: 'Outcome' },
  ...(tagFields as Field<TagOutcome>[]),
  { key: 'warnings', heading: 'Warnings' },
];

/** What became of one tag. */
export const tagOutcomeView: RecordView<TagOutcome> = {
  kind: 'record',
  fields: tagOutcomeFields,
  id: ({ id }) => id,
};

/** `3 accounts`, `1 account`, `no account`. */
export const accountCount = (count: number): string =>
  count === 0 ? 'no account' : count === 1 ? '1 account' : `${count} accounts`;
