import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { eraseContacts } from '../../src/domain/erasure/operations.ts';
import { resolveErasable } from '../../src/domain/erasure/references.ts';
import { outcomeFields } from '../outcomes.ts';
import { clearPages, eraseLines, eraseQuestion, erasureOf } from './erase-view.ts';
import { severalContacts, severalContactsInput } from './options.ts';

export const erase = defineCommand({
  description:
    'For a person who asks to be forgotten (GDPR Art. 17). Gone are the contact with all values, e-mails, links, access, the ' +
    'portal user, sessions, invitations, logins, mails, photos, and those merged into it; the name as author; the name ' +
    'of accounts called after the person; and every value about the person in the record of changes, whose chain stays ' +
    'whole. An entry remains that the contact of this number was erased. What somebody else has, too, as a shared e-mail, ' +
    "stays theirs. The account's file stays, which a firm may have to keep: messages, comments, notes, documents. " +
    '--with-content empties what the person wrote, deletes what they uploaded with the approvals and signatures on it, and ' +
    'blacks them out in what others wrote; nobody looks into documents. Texts that name the person still are listed: --dry-run ' +
    'shows them before, and what you change then is gone from the history, too. Refused while an account would be left ' +
    'without any contact. By its number a contact that was deleted before is erased, too. A SQLite file is written anew, so ' +
    'that nothing is left in unused pages; exit code 5 when that has to wait: call it again. Backups, exports, files of ' +
    'rejected rows and mails that were sent still hold the data.',
  examples: [
    'kontor contact erase erika@mueller.example --dry-run',
    'kontor contact erase 3 --yes',
    'kontor contact erase 3 --with-content --yes',
  ],
  arguments: severalContacts.arguments,
  options: [
    {
      flags: '--with-content',
      summary: 'also what the person wrote and uploaded, and their name in texts of others',
    },
    ...severalContacts.options,
  ],
  database: 'schema',
  input: z.object({ ...severalContactsInput, withContent: z.boolean().default(false) }),
  run: async (session, { contact, idsFrom, withContent }) => {
    const { schema, write, dryRun, progress } = session;
    const references = await givenReferences(session, { references: contact, idsFrom, what: 'contact' });
    const erasure = await write(async (deps) =>
      eraseContacts(deps, await resolveErasable(deps, references), { withContent }, progress),
    );
    return erasureOf(erasure, dryRun, dryRun ? { pages: null } : await clearPages(schema));
  },
  confirm: (preview) => eraseQuestion(preview),
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: (shown, dryRun) => eraseLines(shown, dryRun),
  ending: ({ pages }) => (pages === 'not-cleared' ? 'partial' : undefined),
});
