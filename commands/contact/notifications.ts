import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { notificationKinds } from '../../src/domain/access/model.ts';
import { changeNotifications } from '../../src/domain/access/notifications.ts';
import { kindList } from '../../src/domain/access/schema.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { accessLines, accessView } from './access-view.ts';

export const notifications = defineCommand({
  description:
    `The kinds are ${notificationKinds.join(', ')}; all are on when notify is switched on. They can be chosen while ` +
    'login and notify are both on (kontor contact access), and survive switching off and on.',
  examples: [
    'kontor contact notifications jan@weiss.example 3 --on documents,messages --off signatures',
    'kontor contact notifications jan@weiss.example 3 --off organizers --email jan@weiss.example',
  ],
  arguments: [
    { name: 'contact', summary: 'id, e-mail, exact name or external key' },
    { name: 'account', summary: 'id, exact name or external key' },
  ],
  options: [
    { flags: '--on <kinds>', summary: 'notify about these, separated by commas', repeatable: true },
    { flags: '--off <kinds>', summary: 'do not notify about these', repeatable: true },
    { flags: '--email <address>', summary: 'only this e-mail', repeatable: true },
  ],
  database: 'write',
  input: z
    .object({
      contact: z.string(),
      account: z.string(),
      on: kindList.optional(),
      off: kindList.optional(),
      email: z.array(z.string()).optional(),
    })
    .refine(
      ({ on, off }) => on !== undefined || off !== undefined,
      'nothing to change: give --on or --off with kinds of notifications (kontor account show ACCOUNT shows how they are)',
    ),
  run: async ({ deps }, { contact, account, on, off, email }) => {
    const contactId = await resolveContact(deps, contact);
    const accountId = await resolveAccount(deps, account);
    return batchOf(await changeNotifications(deps, [{ accountId, contactId, addresses: email, on, off }]));
  },
  view: accessView,
  report: ({ results }) => accessLines(results),
});
