import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { existence, existenceFields } from '../existence.ts';

export const exists = defineCommand({
  examples: ['kontor account exists key:crm-0042', 'kontor account exists "Erika Müller" -o json'],
  arguments: [{ name: 'account', summary: 'id, exact name or external key' }],
  database: 'read',
  input: z.object({ account: z.string() }),
  run: ({ deps }, { account }) => existence(() => resolveAccount(deps, account)),
  view: {
    kind: 'record',
    fields: existenceFields,
    id: ({ id }) => id ?? '',
    count: ({ exists: found }) => Number(found),
  },
  ending: ({ exists: found }) => (found ? undefined : 'not-found'),
});
