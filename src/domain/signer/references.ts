import { KontorError } from '../../errors.ts';
import { resolveContact, resolveContacts } from '../contact/references.ts';
import type { Deps } from '../deps.ts';

/**
 * The contacts of an order, given as references that commas separate; a display name may hold a comma itself ("Müller,
 * Erika"), so a text that is one contact as a whole is that. Throws CONTACT_NOT_FOUND, CONTACT_AMBIGUOUS (exit 3).
 */
export async function contactsInOrder(deps: Deps, texts: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const text of texts) {
    const references = text.split(',').filter((reference) => reference.trim() !== '');
    const whole = references.length > 1 ? await wholeContact(deps, text) : undefined;
    if (whole === undefined) ids.push(...(await resolveContacts(deps, references)).map(({ id }) => id));
    else ids.push(whole);
  }
  return ids;
}

async function wholeContact(deps: Deps, text: string): Promise<number | undefined> {
  try {
    return await resolveContact(deps, text);
  } catch (error) {
    if (error instanceof KontorError && error.code === 'CONTACT_NOT_FOUND') return undefined;
    throw error;
  }
}
