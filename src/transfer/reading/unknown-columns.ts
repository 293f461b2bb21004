import { type KontorError, usageError } from '../../errors.ts';
import type { UnusedColumn } from './column-choice.ts';

/** Long headings (a file read with the wrong delimiter has one) are cut in messages. */
const short = (header: string) => (header.length > 60 ? `${header.slice(0, 60)}…` : header);

/** A column that fills nothing, and what may be done about it: `"Emial" (near "E-mail")`. */
export const unknownText = ({ name, near, filledBy }: UnusedColumn): string => {
  if (filledBy) return `"${short(name)}" (${filledBy.target} is filled by "${short(filledBy.header)}")`;
  return near === undefined ? `"${short(name)}"` : `"${short(name)}" (near "${near}")`;
};

/** UNKNOWN_COLUMNS, naming all of them. */
export const unknownColumns = (unknown: readonly UnusedColumn[]): KontorError => {
  const near = Object.fromEntries(
    unknown.flatMap((column) => (column.near === undefined ? [] : [[column.name, column.near]])),
  );
  const example = `--map "${short(unknown[0]?.name ?? '')}=…"`;
  return usageError(
    'UNKNOWN_COLUMNS',
    `unknown ${unknown.length === 1 ? 'column' : 'columns'} in the file: ${unknown.map(unknownText).join(', ')}`,
    {
      hint: `say what a column fills with ${example} (such as account.key or contact.notes), make fields of them with --create-fields, or leave them out with --ignore-unknown`,
      details: { columns: unknown.map(({ name }) => name), near },
    },
  );
};
