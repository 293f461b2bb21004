import type { Suggestion } from '../../src/cli/define-command.ts';
import { splitPersonName } from '../../src/domain/contact/person-name.ts';
import { newContact } from '../../src/domain/contact/schema.ts';

/** `Erika Müller <erika@mueller.example>`, a name alone, or an e-mail alone, as the input of a new contact. */
export function parseNewContact(text: string): Record<string, unknown> {
  const match = /^(.*?)<([^<>]*)>\s*$/s.exec(text);
  const name = (match?.[1] ?? text).trim();
  if (match === null && /^\S+@\S+$/.test(name)) return { email: name };
  return { ...splitPersonName(name), ...(match === null ? {} : { email: (match[2] ?? '').trim() }) };
}

/** What somebody types for a contact, as a new one where it can be: offered below those that are there. */
export function newContactFor(text: string): Suggestion[] {
  const parsed = newContact.safeParse(parseNewContact(text));
  const isUnfinished = text === '' || /<[^>]*$/.test(text);
  return isUnfinished || !parsed.success
    ? []
    : [{ label: text, aside: 'a new contact', gives: { newContact: text } }];
}
