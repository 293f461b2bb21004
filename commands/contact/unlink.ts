import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { unlinkContacts } from '../../src/domain/link/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { outcomeLines } from '../outcomes.ts';
import { linkText, linkView } from './link-view.ts';
import { linkArguments, linkArgumentsInput } from './options.ts';

export const unlink = defineCommand({
  description:
    'The link goes with its description, its access and its place among the signers; other accounts of the contact are ' +
    'untouched. The last contact of an account stays, unless --replace-with names the one that takes its place.',
  examples: [
    'kontor contact unlink jan@weiss.example 1',
    'kontor contact unlink jan@weiss.example 1 --replace-with erika@mueller.example',
  ],
  arguments: linkArguments,
  options: [
    { flags: '--replace-with <contact>', summary: 'link this contact first, in the same transaction' },
  ],
  database: 'write',
  input: z.object({ ...linkArgumentsInput, replaceWith: z.string().optional() }),
  run: async ({ deps }, { contact, account, replaceWith }) => {
    const contactId = await resolveContact(deps, contact);
    const accountIds = await resolveAccountIds(deps, account);
    return batchOf(
      await unlinkContacts(
        deps,
        accountIds.map((accountId) => ({ accountId, contactId })),
        { replaceWith: replaceWith === undefined ? undefined : await resolveContact(deps, replaceWith) },
      ),
    );
  },
  view: linkView,
  report: ({ results }) => outcomeLines(results, { deleted: (item) => `unlinked ${linkText(item)}` }),
});
