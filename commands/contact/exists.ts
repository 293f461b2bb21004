import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { existence, existenceFields } from '../existence.ts';

export const exists = defineCommand({
  examples: ['kontor contact exists erika@mueller.example', 'kontor contact exists key:crm-77 -o json'],
  arguments: [{ name: 'contact', summary: 'id, e-mail, exact name or external key' }],
  database: 'read',
  input: z.object({ contact: z.string() }),
  run: ({ deps }, { contact }) => existence(() => resolveContact(deps, contact)),
  view: {
    kind: 'record',
    fields: existenceFields,
    id: ({ id }) => id ?? '',
    count: ({ exists: found }) => Number(found),
  },
  ending: ({ exists: found }) => (found ? undefined : 'not-found'),
});
