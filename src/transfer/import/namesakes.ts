import type { Draft } from './draft.ts';

/** A person's name, with what else other rows may tell the person by. */
export const nameCall = (nameKey: string, hasKey: boolean, hasEmail: boolean): string =>
  `name ${nameKey}${hasKey ? ' with key' : ''}${hasEmail ? ' with e-mail' : ''}`;

/**
 * The calls of all that a row can mean by its contact's name where neither key nor e-mail has found the contact:
 * whoever has one of another value is somebody else (B3).
 */
export function namesakeCalls({ contactNameKey, contactKey, addressKey }: Draft): string[] {
  if (contactNameKey === undefined) return [];
  const keys = contactKey === undefined ? [false, true] : [false];
  const emails = addressKey === undefined ? [false, true] : [false];
  return keys.flatMap((hasKey) => emails.map((hasEmail) => nameCall(contactNameKey, hasKey, hasEmail)));
}
