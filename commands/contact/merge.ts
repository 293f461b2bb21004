import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showContact } from '../../src/domain/contact/record.ts';
import { resolveContacts } from '../../src/domain/contact/references.ts';
import { mergeContacts } from '../../src/domain/merge/operations.ts';
import { mergeLines, mergeView, mergeWords } from './merge-view.ts';

const assignment = /^([^=]+)=(.*)$/s;

export const merge = defineCommand({
  description:
    'The first contact stays and gets what the others have: values, e-mails, links with their access and signer ranks, ' +
    'and all that happened with them. Then the others are deleted. Where they hold different values, --take says whose ' +
    'is kept; without it the merge is refused, listing each field with its values. No e-mail is dropped: where two want ' +
    'one place, --keep-email-as names the field for the other. --dry-run shows what would happen.',
  examples: [
    'kontor contact merge 1 5 --take last-name=1 --take email=1 --keep-email-as second-email --dry-run',
    'kontor contact merge 1 5 --take last-name=Müller --take email=5 --keep-email-as second-email --yes',
  ],
  arguments: [
    { name: 'keep', summary: 'the contact that stays: id, e-mail, exact name or external key' },
    { name: 'drop', summary: 'those that go into it', several: true },
  ],
  options: [
    {
      flags: '--take <field=contact>',
      summary:
        "keep this contact's value of first-name, middle-name, last-name, company-name, email, phone, address, notes, " +
        'key, a contact field, or description@ACCOUNT; or name the value itself; notes=both keeps both',
      repeatable: true,
    },
    {
      flags: '--keep-email-as <field>',
      summary: 'keep the e-mail that another took the place of in this contact field of type email',
      repeatable: true,
    },
  ],
  database: 'write',
  input: z.object({
    keep: z.string(),
    drop: z.array(z.string()).min(1),
    take: z
      .array(
        z
          .string()
          .refine((text) => assignment.test(text), 'must be a field and a contact, as in phone=7')
          .transform((text) => {
            const [, field = '', from = ''] = assignment.exec(text) ?? [];
            return { field: field.trim(), from };
          }),
      )
      .optional(),
    keepEmailAs: z.array(z.string()).optional(),
  }),
  run: async ({ deps }, { keep, drop, ...choices }) => {
    const [first, ...others] = await resolveContacts(deps, [keep, ...drop]);
    if (first === undefined) throw new Error('resolveContacts gave nothing for one reference');
    const merged = await mergeContacts(deps, {
      keep: first.id,
      drop: others.map(({ id }) => id),
      ...choices,
    });
    return { ...(await showContact(deps, merged.id)), ...merged };
  },
  confirm: mergeWords,
  view: mergeView,
  report: mergeLines,
});
