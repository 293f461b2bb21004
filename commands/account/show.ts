import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { accountPage, accountWithContactsFields } from './view.ts';

export const show = defineCommand({
  examples: [
    'kontor account show 1',
    'kontor account show "Erika Müller"',
    'kontor account show key:crm-0042 -o json',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key' }],
  database: 'read',
  input: z.object({ account: z.string() }),
  run: async ({ deps }, { account }) => showAccount(deps, await resolveAccount(deps, account)),
  view: { kind: 'record', fields: accountWithContactsFields, id: ({ id }) => id, page: accountPage },
});
