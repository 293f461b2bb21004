import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { deleteContacts } from '../../src/domain/contact/operations.ts';
import { resolveContactIds } from '../../src/domain/contact/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { outcomeFields, outcomeLines, someNames } from '../outcomes.ts';
import { severalContacts, severalContactsInput } from './options.ts';

export const remove = defineCommand({
  description: 'Refused while an account would be left without any contact.',
  examples: ['kontor contact delete erika@mueller.example --yes', 'kontor contact delete 1 2 --dry-run'],
  ...severalContacts,
  database: 'write',
  input: z.object(severalContactsInput),
  run: async (session, { contact, idsFrom }) => {
    const references = await givenReferences(session, { references: contact, idsFrom, what: 'contact' });
    return batchOf(await deleteContacts(session.deps, await resolveContactIds(session.deps, references)));
  },
  confirm: ({ results }) =>
    `Delete ${results.length === 1 ? 'contact' : `${results.length} contacts:`} ${someNames(results)}?`,
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, { deleted: ({ id, name }) => `deleted contact ${id} "${name}"` }),
});
