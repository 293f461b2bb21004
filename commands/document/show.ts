import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { showDocument } from '../../src/domain/document/record.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import type { Field } from '../../src/output/view.ts';
import { documentFields, documentPage, type ShownDocument } from './view.ts';

export const show = defineCommand({
  description: 'Shows what is known of it, not its content; it stays NEW.',
  examples: ['kontor document show 1', 'kontor document show 1 -o json'],
  arguments: [{ name: 'document', summary: 'number of the document' }],
  database: 'read',
  input: z.object({ document: recordNumber('a document') }),
  run: async ({ deps }, { document: id }): Promise<ShownDocument> => {
    const document = await showDocument(deps, id);
    const { contacts, ...account } = await showAccount(deps, document.account.id);
    return { ...document, account };
  },
  view: {
    kind: 'record',
    fields: documentFields as Field<ShownDocument>[],
    id: ({ id }) => id,
    page: documentPage,
  },
});
