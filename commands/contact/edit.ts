import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { editContacts } from '../../src/domain/contact/operations.ts';
import { showContact } from '../../src/domain/contact/record.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { contactPatch } from '../../src/domain/contact/schema.ts';
import { givenVersion, versionOption } from '../version-option.ts';
import { contactOptions, givenContact } from './options.ts';
import { contactFields } from './view.ts';

export const edit = defineCommand({
  description:
    'What is not named stays as it is; an empty value ("") clears. The names of accounts stay when a contact is renamed.',
  examples: [
    'kontor contact edit erika@mueller.example --last-name Schmidt --email erika@schmidt.example',
    'kontor contact edit 1 --phone "" --if-version 1',
    'kontor contact edit 1 --set spouse-email=jan@mueller.example',
    'kontor contact edit 1 --unset spouse-email',
  ],
  arguments: [{ name: 'contact', summary: 'id, e-mail, exact name or external key' }],
  options: [...contactOptions, versionOption],
  database: 'write',
  collect: (raw) => ({
    contact: raw.args.contact,
    ifVersion: raw.options.ifVersion,
    patch: givenContact(raw),
  }),
  input: z
    .strictObject({
      contact: z.string(),
      ifVersion: givenVersion,
      patch: contactPatch,
    })
    .refine(
      ({ patch: { sharedEmail: _, ...fields } }) =>
        Object.values(fields).some((value) => value !== undefined),
      'nothing to change: name what is to be different, as in --phone "+49 30 1234567"',
    ),
  run: async ({ deps }, { contact, ifVersion, patch }) => {
    const id = await resolveContact(deps, contact);
    const [edited] = await editContacts(deps, [{ id, patch, ifVersion }]);
    if (edited === undefined) throw new Error('editContacts gave nothing for one input');
    const { outcome, warnings } = edited;
    return { ...(await showContact(deps, id)), outcome, warnings };
  },
  view: { kind: 'record', fields: contactFields, id: ({ id }) => id },
  report: ({ id, name, outcome, warnings }) => [
    {
      tone: 'done',
      text:
        outcome === 'updated'
          ? `changed contact ${id} "${name}"`
          : `contact ${id} "${name}" is like that already`,
    },
    ...warnings.map((text) => ({ tone: 'warning' as const, text })),
  ],
});
