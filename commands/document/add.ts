import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { addDocuments } from '../../src/domain/document/operations.ts';
import { documentName } from '../../src/domain/document/schema.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import type { ReportLine } from '../../src/output/view.ts';
import { fileSize } from '../file-size.ts';
import { outcomeLines } from '../outcomes.ts';
import { addedFields, documentText } from './view.ts';

export const add = defineCommand({
  description:
    'The files are copied; what they are is told from their bytes, not from their endings. With --from they are an upload of ' +
    'the client and NEW until somebody of the firm has seen them. Else they are from the firm, and the people of the account ' +
    'who are to be notified of documents get one mail about all of them. How large a document may be: `kontor config get ' +
    'document-limit`.',
  examples: [
    'kontor document add 3 return.pdf',
    'kontor document add 3 return.pdf receipts.txt --from jan@weiss.example',
    'kontor document add "Kern OHG" return.pdf --name "Tax return 2025.pdf" --at 2026-02-28T09:30Z --no-notify',
  ],
  arguments: [
    { name: 'account', summary: 'id, exact name or external key' },
    { name: 'file', summary: 'files; symbolic links and devices are refused', several: true },
  ],
  options: [
    { flags: '--from <contact>', summary: "the client's contact who uploads them" },
    { flags: '--name <name>', summary: 'another name than that of the file; for one file only' },
    { flags: '--at <time>', summary: 'when it was, for scripts that record the past; now when left out' },
    { flags: '--no-notify', summary: 'send no mails about it' },
  ],
  database: 'write',
  input: z
    .object({
      account: z.string(),
      file: z.array(z.string()).min(1),
      from: z.string().optional(),
      name: documentName.optional(),
      at: momentText.optional(),
      notify: z.boolean().default(true),
    })
    .refine(({ file, name }) => name === undefined || file.length === 1, {
      path: ['name'],
      error: 'is for one file only',
    }),
  run: async ({ deps }, { account, file: files, from, name, at, notify }) => {
    const accountId = await resolveAccount(deps, account);
    const contactId = from === undefined ? undefined : await resolveContact(deps, from);
    return batchOf(
      await addDocuments(
        deps,
        files.map((file) => ({ accountId, file, name, contactId, at })),
        { notify },
      ),
    );
  },
  view: { kind: 'batch', fields: addedFields, id: ({ id }) => id },
  report: ({ results }): ReportLine[] => {
    // They are of one account: all are notified of in one mail to each.
    const notified = results[0]?.notified ?? [];
    return [
      ...outcomeLines(results, {
        created: (item) => `added ${documentText(item)} (${fileSize(item.bytes)})`,
      }),
      ...(notified.length === 0 ? [] : [{ tone: 'note' as const, text: `notified: ${notified.join(', ')}` }]),
    ];
  },
});
