import { foldHeader } from './headings/fold-header.ts';

/** The columns that an import puts before those of the rows that it rejects; they say nothing about a client. */
export const rejectColumns = ['import.line', 'import.field', 'import.code', 'import.reason'] as const;

const folded = new Set(rejectColumns.flatMap(foldHeader));

/** Whether a column is one of those, in a file of rejected rows that comes again after mending. */
export const isRejectColumn = (header: string): boolean =>
  foldHeader(header).some((spelling) => folded.has(spelling));
