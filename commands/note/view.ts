import type { Note, NoteOutcome } from '../../src/domain/note/model.ts';
import type { BatchView, Field, ReportLine } from '../../src/output/view.ts';
import { minute } from '../times.ts';

/** The fields of a note as lists show them. */
export const noteFields: Field<Note>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'account', heading: 'Account', text: ({ account }) => account.name },
  {
    key: 'updatedAt',
    heading: 'Saved (UTC)',
    whole: true,
    text: ({ updatedAt }) => minute(updatedAt),
  },
  { key: 'author', heading: 'Author' },
  { key: 'text', heading: 'Note', text: ({ text }) => text.trim().replace(/\s+/g, ' ') },
  { key: 'createdAt', heading: 'Written (UTC)', hidden: true, text: ({ createdAt }) => minute(createdAt) },
];

/** What became of notes. */
export const noteOutcomeView: BatchView<NoteOutcome> = {
  kind: 'batch',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    { key: 'name', heading: 'Name' },
    ...(noteFields as Field<NoteOutcome>[]),
    { key: 'warnings', heading: 'Warnings' },
  ],
  id: ({ id }) => id,
};

/** Notes for a question: whose they are, and how they begin. */
export function noteNames(notes: readonly NoteOutcome[]): string {
  const shown = notes.slice(0, 3).map(({ id, account, name }) => `note ${id} of "${account.name}" (${name})`);
  const more = notes.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export const nothingChanged: ReportLine = { tone: 'note', text: 'nothing was changed' };
