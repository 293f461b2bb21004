import type { OptionSpec, Question, Raw } from '../src/cli/define-command.ts';
import { addressParts } from '../src/domain/text/address.ts';

/** The options for an address; `whose` says which one it is. */
export const addressOptions = (whose: string): OptionSpec[] => [
  { flags: '--street <text>', summary: `${whose}: street and number` },
  { flags: '--street2 <text>', summary: `${whose}: extra line` },
  { flags: '--postal-code <text>', summary: `${whose}: postal code` },
  { flags: '--city <text>', summary: `${whose}: city` },
  { flags: '--region <text>', summary: `${whose}: region or state` },
  { flags: '--country <text>', summary: `${whose}: country` },
];

/** Questions for an address; without a street none of the rest is asked. */
export const addressQuestions = (whose: string, when: (raw: Raw) => boolean): Question[] => [
  { answers: 'street', when, message: `Street and number of the ${whose} (Enter for none):`, optional: true },
  ...(['postalCode', 'city', 'country'] as const).map((answers) => ({
    answers,
    when: (raw: Raw) => when(raw) && raw.options.street !== undefined,
    message: `${addressWords[answers]}:`,
    optional: true,
  })),
];

const addressWords = { postalCode: 'Postal code', city: 'City', country: 'Country' } as const;

/** The address that was given, or undefined when none of its parts was. */
export function givenAddress({ options }: Raw): Record<string, unknown> | undefined {
  const given = addressParts.filter((part) => options[part] !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given.map((part) => [part, options[part]]));
}

/** An address on one line, for people. */
export const addressLine = (address: Record<(typeof addressParts)[number], string | null> | null): string => {
  if (address === null) return '';
  const place = [address.postalCode, address.city].filter((part) => part !== null).join(' ');
  return [address.street, address.street2, place, address.region, address.country]
    .filter((part) => part !== null && part !== '')
    .join(', ');
};

/** Without the options that were not given; an empty text means "nothing" and clears. */
export function givenOptions({ options }: Raw, names: readonly string[]): Record<string, unknown> {
  const given = names.filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name] === '' ? null : options[name]]));
}
