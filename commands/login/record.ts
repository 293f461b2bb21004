import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import type { RecordedLogin } from '../../src/domain/login/model.ts';
import { recordLogins } from '../../src/domain/login/operations.ts';
import { newLogin } from '../../src/domain/login/schema.ts';
import type { Field } from '../../src/output/view.ts';
import { loginFields } from './view.ts';

export const record = defineCommand({
  description:
    "For fixtures and for portals of others; what happens in kontor's own portal is recorded by itself. It opens nothing " +
    'and changes nobody’s access.',
  examples: [
    'kontor login record 3 jan@weiss.example',
    'kontor login record 3 nora@kern.example --at 2026-01-31T09:30Z --origin 192.0.2.7',
  ],
  arguments: [
    { name: 'account', summary: 'id, exact name or external key' },
    { name: 'contact', summary: 'id, e-mail, exact name or external key; linked to the account' },
  ],
  options: [
    {
      flags: '--email <address>',
      summary: 'the e-mail that was used (default: the one with login in the account, else the first one)',
    },
    { flags: '--origin <text>', summary: 'where the person came from: a network address, a browser' },
    { flags: '--at <time>', summary: 'when it was (default: now)' },
  ],
  database: 'write',
  input: newLogin
    .omit({ accountId: true, contactId: true })
    .extend({ account: z.string(), contact: z.string() }),
  run: async ({ deps }, { account, contact, ...login }) => {
    const [recorded] = await recordLogins(deps, [
      {
        ...login,
        accountId: await resolveAccount(deps, account),
        contactId: await resolveContact(deps, contact),
      },
    ]);
    if (recorded === undefined) throw new Error('recordLogins gave nothing for one input');
    return recorded;
  },
  view: {
    kind: 'record',
    fields: [{ key: 'outcome', heading: 'Outcome' }, ...(loginFields as Field<RecordedLogin>[])],
    id: ({ id }) => id,
  },
  report: ({ account, name, email, at }) => [
    {
      tone: 'done',
      text: `recorded that ${name} <${email}> opened account ${account.id} "${account.name}" at ${at}`,
    },
  ],
});
