import { refusedError } from '../../errors.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import type { NoteRow } from './repository.ts';

const titleLength = 60;

/** How a note is called where its text has no place: its first line with something in it, cut when it is long. */
export function noteTitle(text: string): string {
  const line = text.split(/[\r\n]+/).find((candidate) => candidate.trim() !== '') ?? '';
  const letters = [...line.trim()];
  return letters.length > titleLength ? `${letters.slice(0, titleLength - 1).join('')}…` : letters.join('');
}

/** The fields whose change is recorded (H1). */
export const auditedNoteFields = ['accountId', 'text', 'author'] as const satisfies ReadonlyArray<
  keyof NoteRow
>;

/** The audit entry about a note. */
export const noteEntry = (
  row: NoteRow,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({ record: 'note', recordId: row.id, label: noteTitle(row.text), action, changes });

/** The refusal to write over what somebody else has saved since a note was opened. */
export const noteChanged = ({ id, updatedAt }: NoteRow) =>
  refusedError('NOTE_CHANGED', `Note ${id} was changed by somebody else while you wrote (${updatedAt}).`, {
    hint: `kontor note edit ${id} opens what it says now.`,
    details: { id, updatedAt },
  });
