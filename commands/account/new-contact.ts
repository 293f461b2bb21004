import { splitPersonName } from '../../src/domain/contact/person-name.ts';

/** `Erika Müller <erika@mueller.example>`, a name alone, or an e-mail alone, as the input of a new contact. */
export function parseNewContact(text: string): Record<string, unknown> {
  const match = /^(.*?)<([^<>]*)>\s*$/s.exec(text);
  const name = (match?.[1] ?? text).trim();
  if (match === null && /^\S+@\S+$/.test(name)) return { email: name };
  return { ...splitPersonName(name), ...(match === null ? {} : { email: (match[2] ?? '').trim() }) };
}
