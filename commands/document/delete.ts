import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import type { DeletedDocument } from '../../src/domain/document/model.ts';
import { deleteDocuments } from '../../src/domain/document/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { outcomeLines, someNames } from '../outcomes.ts';
import { documentOutcomeFields, documentText } from './view.ts';

/** `2 approvals and 1 signature request`; empty where nothing hangs on the documents. */
function alongWith(documents: readonly DeletedDocument[]): string {
  const counted = (count: number, what: string) =>
    count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
  const sum = (key: 'approvals' | 'signatures') =>
    documents.reduce((total, document) => total + document[key], 0);
  return [...counted(sum('approvals'), 'approval'), ...counted(sum('signatures'), 'signature request')].join(
    ' and ',
  );
}

export const remove = defineCommand({
  description: 'A content that several documents have stays until the last of them is deleted.',
  examples: ['kontor document delete 1 --yes', 'kontor document delete 1 2 --dry-run'],
  arguments: [{ name: 'document', summary: 'numbers of documents', several: true }],
  database: 'write',
  input: z.object({ document: z.array(recordNumber('a document')).min(1) }),
  run: async ({ deps }, { document }) => batchOf(await deleteDocuments(deps, document)),
  confirm: ({ results }) => {
    const along = alongWith(results);
    const [only] = results;
    const what =
      results.length === 1 && only !== undefined
        ? documentText(only)
        : `${results.length} documents: ${someNames(results)}`;
    return `Delete ${what}${along === '' ? '' : `, with ${along}`}?`;
  },
  view: {
    kind: 'batch',
    fields: [
      ...documentOutcomeFields<DeletedDocument>(),
      { key: 'approvals', heading: 'Approvals', align: 'right' },
      { key: 'signatures', heading: 'Signatures', align: 'right' },
    ],
    id: ({ id }) => id,
  },
  report: ({ results }) =>
    outcomeLines(results, {
      deleted: (item) => {
        const along = alongWith([item]);
        return `deleted ${documentText(item)}${along === '' ? '' : `, with ${along}`}`;
      },
    }),
});
