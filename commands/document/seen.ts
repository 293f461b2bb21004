import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { seeDocuments, seeDocumentsOf } from '../../src/domain/document/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { outcomeLines } from '../outcomes.ts';
import { documentOutcomeFields, documentText } from './view.ts';

export const seen = defineCommand({
  description: 'What clients uploaded is NEW until then. Documents of the firm are never new.',
  examples: [
    'kontor document seen 1 2',
    'kontor document seen --account 3',
    'kontor document seen 1 --at 2026-03-01',
  ],
  arguments: [{ name: 'document', summary: 'numbers of documents', optional: true, several: true }],
  options: [
    { flags: '--account <account>', summary: 'all new documents of this account' },
    { flags: '--at <time>', summary: 'when it was, for scripts that record the past; now when left out' },
  ],
  database: 'write',
  input: z
    .object({
      document: z.array(recordNumber('a document')).default([]),
      account: z.string().optional(),
      at: momentText.optional(),
    })
    .refine(({ document, account }) => document.length > 0 !== (account !== undefined), {
      path: ['document'],
      error: 'is needed, or --account for all new ones of an account (not both)',
    }),
  run: async ({ deps }, { document, account, at }) =>
    batchOf(
      account === undefined
        ? await seeDocuments(deps, document, at)
        : await seeDocumentsOf(deps, [await resolveAccount(deps, account)], at),
    ),
  view: { kind: 'batch', fields: documentOutcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    results.length === 0
      ? [{ tone: 'note', text: 'no new documents' }]
      : outcomeLines(results, {
          updated: (item) => `seen: ${documentText(item)}`,
          unchanged: (item) => `${documentText(item)} is not new`,
        }),
});
