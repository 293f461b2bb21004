import fc from 'fast-check';
import { archiveAccounts, createAccounts } from '../../../src/domain/account/operations.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import type { NewContact } from '../../../src/domain/contact/schema.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import type { FieldInputs } from '../../../src/domain/field/model.ts';
import { fieldTypes } from '../../../src/domain/field/model.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import type { NewField } from '../../../src/domain/field/schema.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';

/** A firm as it is made: accounts name their contacts by their place. */
export interface Firm {
  fields: NewField[];
  contacts: NewContact[];
  accounts: Array<{
    account: {
      name?: string;
      type?: 'individual' | 'company';
      companyName?: string;
      companyAddress?: Record<string, string>;
      key?: string;
      tags: string[];
      fields: FieldInputs;
    };
    links: Array<{ place: number; description?: string }>;
    isArchived: boolean;
  }>;
}

/** What spreadsheets, readers of CSV and people trip over. */
const pieces = [
  ...[
    '=1+1',
    '=',
    '+',
    '-',
    '@SUM(A1)',
    '＝',
    '＋1',
    '－',
    '＠',
    "'",
    "''",
    "'=",
    '"',
    '""',
    ',',
    ';',
    '|',
    '  ',
  ],
  ...[
    'Müller',
    'MÜLLER',
    "'t Hooft",
    'ß',
    'é',
    'é',
    '株式会社',
    '👩‍👩‍👧',
    'אבג',
    '\u202e',
    '\u200b',
    '\u00a0',
    '(2)',
  ],
  ...[
    '+49 30 123',
    '-12.50',
    '1.234',
    '44.521',
    '0',
    '#',
    '%',
    '\\',
    '/',
    'null',
    'a',
    'b',
    'id:7',
    'sep=;',
    'yes',
  ],
];
const breaks = ['\n', '\r\n', '\r', '\t', '\u2028', '\u0001'];
const textOf = (from: readonly string[]) =>
  fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const hasText = (text: string) => text.trim() !== '';

/** A text without control characters, as names are. */
const name = textOf(pieces).filter(hasText);
const free = textOf([...pieces, ...breaks]);
const label = name.filter((text) => !/^\s*id:\d+\s*$/i.test(text));
const tag = textOf(pieces.filter((piece) => !/[,;|]/.test(piece))).filter(hasText);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const address = fc.record(
  { street: free, street2: free, postalCode: free, city: free, region: free, country: free },
  { requiredKeys: [] },
);

/** Labels that are different as options are compared. */
const options = fc.uniqueArray(label, {
  minLength: 1,
  maxLength: 5,
  selector: (text) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toUpperCase().toLowerCase(),
});

const fieldsOf = (scope: 'account' | 'contact'): fc.Arbitrary<NewField[]> =>
  fc
    .record({ some: fc.subarray([...fieldTypes]), dropdown: options, several: options })
    .map(({ some, ...choices }) =>
      some.map((type) => ({
        scope,
        type,
        label: `${scope} ${type}`,
        ...(type === 'dropdown' ? { options: choices.dropdown } : {}),
        ...(type === 'multi-dropdown' ? { options: choices.several } : {}),
      })),
    );

/** Values of fields; an e-mail of a contact belongs to nobody else. */
const valuesOf = (fields: readonly NewField[], unique: string): fc.Arbitrary<FieldInputs> =>
  fc.record(
    Object.fromEntries(
      fields.map(({ scope, type, options: labels = [] }) => {
        const values = {
          text: free,
          number: fc.oneof(
            fc.integer(),
            fc.constantFrom(44.521, 1.234, -44.521, 0.1, -0.001, 123456.789012345, 1e-7, 100),
          ),
          date: fc.constantFrom('2024-02-29', '0001-01-01', '1980-12-31'),
          checkbox: fc.boolean(),
          url: fc.constantFrom('https://a.example/?q=1,2;3|4&x="', "http://b.example/'=1"),
          email: fc.constantFrom(`+${unique}@f.example`, `=${unique}@f.example`, `Ä.${unique}@f.example`),
          phone: fc.constantFrom('+49 30 1234567', '+1 212 555 0100', '+49 30 1234567 ext. 12'),
          dropdown: fc.constantFrom(...(labels.length === 0 ? ['-'] : labels)),
          'multi-dropdown': fc.subarray(labels, { minLength: Math.min(1, labels.length) }),
        };
        return [`${scope}-${type}`, values[type] as fc.Arbitrary<FieldInputs[string]>];
      }),
    ),
    { requiredKeys: [] },
  ) as fc.Arbitrary<FieldInputs>;

/** Few names, so that namesakes are many; some with e-mail, shared or not, some with a key, some with neither. */
const contactOf = (fields: readonly NewField[], place: number): fc.Arbitrary<NewContact> =>
  fc
    .record({
      firstName: maybe(fc.oneof(fc.constantFrom('Hans', 'HANS', 'Ana de la'), free)),
      middleName: maybe(fc.constantFrom('Peter', '=1')),
      lastName: maybe(fc.oneof(fc.constantFrom('Meyer', 'Cruz', "'t Hooft"), free)),
      companyName: maybe(free),
      email: maybe(
        fc.constantFrom(
          'family@x.example',
          `p${place}@x.example`,
          `=${place}@x.example`,
          `'+${place}@x.example`,
        ),
      ),
      phone: maybe(fc.oneof(fc.constantFrom('+49 30 1', '0'), free)),
      address: maybe(address),
      notes: maybe(free),
      key: maybe(name.map((text) => `${text}${place}`)),
      fields: valuesOf(fields, `c${place}`),
    })
    .map((contact) => {
      const names = [contact.firstName, contact.lastName, contact.companyName, contact.email];
      return names.some((text) => text !== undefined && hasText(text))
        ? { ...contact, sharedEmail: true }
        : { ...contact, lastName: 'Meyer', sharedEmail: true };
    });

const accountOf = (
  fields: readonly NewField[],
  contacts: number,
  place: number,
): fc.Arbitrary<Firm['accounts'][0]> =>
  fc
    .record({
      account: fc.record({
        name: maybe(name.map((text) => `${text} ${place}`)),
        type: maybe(fc.constantFrom('individual' as const, 'company' as const)),
        companyName: maybe(name),
        companyAddress: maybe(address),
        key: maybe(name.map((text) => `${text}${place}`)),
        tags: fc.array(tag, { maxLength: 3 }),
        fields: valuesOf(fields, `a${place}`),
      }),
      links: fc
        .uniqueArray(fc.nat({ max: contacts - 1 }), { minLength: 1, maxLength: 3 })
        .chain((places) =>
          fc.tuple(...places.map((at) => maybe(free).map((description) => ({ place: at, description })))),
        ),
      isArchived: fc.boolean(),
    })
    .map(({ account, ...rest }) => ({
      ...rest,
      account:
        account.type === 'company' && account.companyName === undefined && account.name === undefined
          ? { ...account, companyName: 'Alpha' }
          : account,
    })) as fc.Arbitrary<Firm['accounts'][0]>;

export const firm: fc.Arbitrary<Firm> = fc
  .record({
    accountFields: fieldsOf('account'),
    contactFields: fieldsOf('contact'),
    contacts: fc.integer({ min: 1, max: 6 }),
    accounts: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ accountFields, contactFields, contacts, accounts }) =>
    fc.record({
      fields: fc.constant([...accountFields, ...contactFields]),
      contacts: fc.tuple(...Array.from({ length: contacts }, (_, place) => contactOf(contactFields, place))),
      accounts: fc.tuple(
        ...Array.from({ length: accounts }, (_, place) => accountOf(accountFields, contacts, place)),
      ),
    }),
  );

/** Makes the fields of a firm, which import does not make. */
export async function makeFields(deps: Deps, { fields }: Firm): Promise<void> {
  await changeFirm(deps, [{ key: 'country', value: 'DE' }]);
  await createFields(deps, fields);
}

/** Makes a firm. Contacts that no account is linked to are left out of exports of accounts. */
export async function makeFirm(deps: Deps, firm: Firm): Promise<void> {
  await makeFields(deps, firm);
  const used = new Set(firm.accounts.flatMap(({ links }) => links.map(({ place }) => place)));
  const made = [...used].sort((a, b) => a - b);
  const outcomes = await createContacts(
    deps,
    made.flatMap((place) => firm.contacts[place] ?? []),
  );
  const ids = new Map(made.map((place, index) => [place, outcomes[index]?.id ?? 0]));
  for (const { account, links, isArchived } of firm.accounts) {
    const contacts = links.map(({ place, description }) => ({ id: ids.get(place) ?? 0, description }));
    const [outcome] = await createAccounts(deps, [{ ...account, contacts }], { createTags: true });
    if (isArchived && outcome !== undefined) await archiveAccounts(deps, [outcome.id]);
  }
}
