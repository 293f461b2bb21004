import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showContact } from '../../src/domain/contact/record.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { contactFields, contactPage } from './view.ts';

export const show = defineCommand({
  examples: ['kontor contact show erika@mueller.example', 'kontor contact show 1 -o json'],
  arguments: [{ name: 'contact', summary: 'id, e-mail, exact name or external key' }],
  database: 'read',
  input: z.object({ contact: z.string() }),
  run: async ({ deps }, { contact }) => showContact(deps, await resolveContact(deps, contact)),
  view: { kind: 'record', fields: contactFields, id: ({ id }) => id, page: contactPage },
});
