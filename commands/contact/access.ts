import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { changeAccess } from '../../src/domain/access/operations.ts';
import { switches } from '../../src/domain/access/schema.ts';
import { linksInScope } from '../../src/domain/access/scope.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { accessOptions, givenSwitches } from '../access-options.ts';
import { whereOption } from '../account-where.ts';
import { agreedToAccounts, askAboutEmails, choosingInput, isFiltered } from '../chosen-accounts.ts';
import { accessLines, accessView } from './access-view.ts';

export const access = defineCommand({
  description:
    'Switches each e-mail of the contact in these accounts, or those that --email names; without a contact, each e-mail ' +
    'of every contact of the accounts. Login by itself sends nothing: --invite does, and switches login on. ' +
    '--dry-run lists the e-mails that would change.',
  examples: [
    'kontor contact access jan@weiss.example 1 --login on --notify off --sync on',
    'kontor contact access erika@mueller.example 3 --email erika@mueller.example --login off',
    'kontor contact access --tag VIP --where "portal=off" --login on --dry-run',
    'kontor account list --type company -o ids | kontor contact access --ids-from - --notify on',
  ],
  arguments: [
    { name: 'contact', summary: 'id, e-mail, exact name or external key', optional: true },
    { name: 'account', summary: 'ids, exact names or external keys', optional: true, several: true },
  ],
  options: [
    ...accessOptions,
    { flags: '--email <address>', summary: 'only this e-mail', repeatable: true },
    { flags: '--account <reference>', summary: 'in this account', repeatable: true },
    {
      flags: '--tag <name>',
      summary: 'in those with this tag; given twice, with both',
      repeatable: true,
    },
    { flags: '--ids-from <file>', summary: 'in the accounts of a file, one a line; - is standard input' },
    whereOption,
  ],
  database: 'write',
  collect: (raw) => ({
    contact: raw.args.contact,
    account: [raw.args.account ?? [], raw.options.account ?? []].flat(),
    tag: raw.options.tag,
    idsFrom: raw.options.idsFrom,
    where: raw.options.where,
    email: raw.options.email,
    switches: givenSwitches(raw) ?? {},
    invite: raw.options.invite,
  }),
  input: z
    .strictObject({
      contact: z.string().optional(),
      account: z.array(z.string()),
      tag: z.array(z.string()).optional(),
      ...choosingInput,
      email: z.array(z.string()).optional(),
      switches,
      invite: z.boolean().optional(),
    })
    .refine(
      ({ switches: given, invite }) => Object.keys(given).length > 0 || invite === true,
      'nothing to switch: give --login, --notify or --sync with on or off, or --invite (kontor account show ACCOUNT shows how they are)',
    ),
  run: async (session, { contact, account, tag, idsFrom, where, agreed, email, ...wanted }) => {
    const { deps } = session;
    const isNarrowed = tag !== undefined || where !== undefined;
    const accountIds =
      isNarrowed && account.length === 0 && idsFrom === undefined
        ? undefined
        : await resolveAccountIds(
            deps,
            await givenReferences(session, {
              references: account,
              idsFrom,
              what: 'account',
              orBy: '--where FILTER',
            }),
          );
    const found = await linksInScope(deps, {
      contactId: contact === undefined ? undefined : await resolveContact(deps, contact),
      accountIds,
      under: isNarrowed ? { tags: tag, where } : undefined,
    });
    const links = agreed === undefined ? found : found.filter(({ accountId }) => agreed.includes(accountId));
    return batchOf(
      await changeAccess(
        deps,
        links.map(({ accountId, contactId }) => ({ accountId, contactId, addresses: email, ...wanted })),
        { lenient: contact === undefined },
      ),
    );
  },
  confirm: ({ results }, input) =>
    askAboutEmails(
      'Switch',
      results.filter(({ outcome }) => outcome === 'updated'),
      input,
    ),
  mayNeedConsent: isFiltered,
  agreed: agreedToAccounts,
  view: accessView,
  report: ({ results }) => accessLines(results),
});
