import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { editContacts } from '../../src/domain/contact/operations.ts';
import { showContact } from '../../src/domain/contact/record.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { type ContactPatch, contactPatch } from '../../src/domain/contact/schema.ts';
import { givenVersion, versionOption } from '../version-option.ts';
import { contactOptions, givenContact } from './options.ts';
import { contactFields } from './view.ts';

/** Whether something of a contact is to be different; that its e-mail may be shared changes nothing by itself. */
const changesSomething = ({ sharedEmail: _, ...fields }: ContactPatch): boolean =>
  Object.values(fields).some((value) => value !== undefined);

export const edit = defineCommand({
  description:
    'What is not named stays as it is; an empty value ("") clears. The names of accounts stay when a contact is renamed. ' +
    '--editor opens the contact as YAML in your editor (VISUAL, EDITOR, else vi), shows what is different, and asks before ' +
    'it is saved.',
  examples: [
    'kontor contact edit erika@mueller.example --last-name Schmidt --email erika@schmidt.example',
    'kontor contact edit 1 --phone "" --if-version 1',
    'kontor contact edit 1 --set spouse-email=jan@mueller.example',
    'kontor contact edit 1 --unset spouse-email',
  ],
  arguments: [{ name: 'contact', summary: 'id, e-mail, exact name or external key' }],
  options: [
    ...contactOptions,
    versionOption,
    { flags: '--editor', summary: 'change the contact in your editor (on a terminal)' },
  ],
  database: 'write',
  collect: (raw) => ({
    contact: raw.args.contact,
    ifVersion: raw.options.ifVersion,
    editor: raw.options.editor,
    patch: givenContact(raw),
  }),
  input: z
    .strictObject({
      contact: z.string(),
      ifVersion: givenVersion,
      editor: z.boolean().optional(),
      patch: contactPatch,
    })
    .refine(
      ({ patch, editor }) => editor === true || changesSomething(patch),
      'nothing to change: name what is to be different, as in --phone "+49 30 1234567"',
    )
    .refine(
      ({ patch, editor }) => editor !== true || !changesSomething(patch),
      '--editor takes no other changes',
    ),
  editing: {
    asked: ({ editor }) => editor === true,
    question: 'Save these changes?',
    open: async (deps, input) => {
      const contact = await showContact(deps, await resolveContact(deps, input.contact));
      const { openContact } = await import('../../src/transfer/editing/contact.ts');
      const { text, read } = await openContact(deps, contact);
      const { sharedEmail } = input.patch;
      return {
        text,
        read: (edited) => {
          const { patch, differences } = read(edited);
          return {
            input: {
              ...input,
              contact: `id:${contact.id}`,
              patch: { ...patch, sharedEmail },
              ifVersion: contact.version,
            },
            changes: differences,
          };
        },
      };
    },
  },
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
