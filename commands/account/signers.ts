import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { orderSigners, signersOf } from '../../src/domain/signer/operations.ts';
import { contactsInOrder } from '../../src/domain/signer/references.ts';
import { accountHeading } from '../account-heading.ts';
import { signerFields } from './view.ts';

export const signers = defineCommand({
  description:
    'Those with login in the account may sign. They are asked in alphabetical order unless --order names who comes ' +
    'first; those that it does not name follow in alphabetical order, and --order "" goes back to that altogether.',
  examples: [
    'kontor account signers 3',
    'kontor account signers 3 --order jan@weiss.example,nora@kern.example',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key' }],
  options: [
    {
      flags: '--order <contacts>',
      summary: 'who signs first, separated by commas: ids, e-mails, exact names or keys',
      repeatable: true,
    },
  ],
  database: 'write',
  onlyReads: ({ order }) => order === undefined,
  input: z.object({ account: z.string(), order: z.array(z.string()).optional() }),
  run: async ({ deps }, { account, order }) => {
    const id = await resolveAccount(deps, account);
    const changed = order !== undefined && (await orderSigners(deps, id, await contactsInOrder(deps, order)));
    const rows = await signersOf(deps, id);
    return {
      rows,
      total: async () => rows.length,
      above: [accountHeading(await showAccount(deps, id))],
      set: order !== undefined,
      changed,
    };
  },
  view: {
    kind: 'list',
    fields: signerFields,
    id: ({ contact }) => contact.id,
    empty: 'Nobody has login in this account, so nobody can sign.',
  },
  report: ({ set, changed }) =>
    set
      ? [{ tone: 'done', text: changed ? 'set the order of signers' : 'the order is like that already' }]
      : [],
});
