import * as z from 'zod';
import { defineCommand } from '../src/cli/define-command.ts';
import { showAccount } from '../src/domain/account/record.ts';
import { resolveAccount } from '../src/domain/account/references.ts';

export const command = defineCommand({
  examples: ['kontor overview 1'],
  arguments: [{ name: 'account', summary: 'id, exact name or external key' }],
  database: 'read',
  input: z.object({ account: z.string() }),
  run: async ({ deps }, { account }) => showAccount(deps, await resolveAccount(deps, account)),
  view: { kind: 'record', fields: [], id: ({ id }) => id },
});
