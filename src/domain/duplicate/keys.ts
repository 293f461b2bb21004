import { nameKey, wordsOfName } from './names.ts';
import { type Person, phoneKey } from './person.ts';

/** What contacts can have in common that makes it worth comparing them. */
export const keyKinds = ['name', 'email', 'local', 'phone', 'place', 'birth'] as const;
export type KeyKind = (typeof keyKinds)[number];

/**
 * The keys of a contact: only those that share one are compared. Streets are spelled in many ways, their numbers are not;
 * of first names the initial, so that families stay apart.
 */
export function keysOf(person: Person): Record<KeyKind, readonly string[]> {
  const name = nameKey(person.name);
  const initials = [...new Set(person.name.given.map(({ key }) => key[0] ?? ''))];
  const house = person.street?.replace(/\D/g, '') ?? '';
  const town = townKey(person);
  return {
    name: name === undefined ? [] : [name],
    email: person.emails,
    local: person.locals,
    phone: person.phones.map(phoneKey),
    place: house === '' || town === undefined ? [] : initials.map((initial) => `${initial} ${house} ${town}`),
    birth: [...person.births].flatMap(([field, date]) =>
      (wordsOfName(person.name).length === 0 ? [''] : initials).map(
        (initial) => `${initial} ${field} ${date}`,
      ),
    ),
  };
}

/** Where a contact lives. */
export const townKey = ({ postalCode, city }: Person): string | undefined => postalCode ?? city;
