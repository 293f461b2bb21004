import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { accountFilter } from '../../../src/domain/account/filter.ts';
import { accountIdsUnder, listAccounts } from '../../../src/domain/account/list.ts';
import { archiveAccounts, createAccounts } from '../../../src/domain/account/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import type { Expression, Test } from '../../../src/domain/filter/model.ts';
import { readFilter } from '../../../src/domain/filter/read.ts';
import { linksOfAccounts } from '../../../src/domain/link/repository.ts';
import { comparisonKey } from '../../../src/domain/text/comparison.ts';
import { fold, foldSpelledOut } from '../../../src/domain/text/folding.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { collect } from '../fixtures.ts';

const texts = [
  'Müller',
  'mueller',
  'MULLER  GmbH',
  'Straße',
  'STRASSE',
  'ΣΑΣ',
  'σας',
  'ﬁrma',
  'İzmir',
  'a%b_c\\',
  '"x"',
  "o'neil & co",
  '山田',
  'and',
];
const tags = ['VIP', 'Monthly', 'Straße'];
const forms = ['GmbH', 'UG', 'GmbH & Co. KG'];
const days = ['2023-12-31', '2024-01-01', '2024-02-29', '2024-03-31', '2025-06-15'];
const times = days.map((day, index) => `${day}T${index === 1 ? '00:00:00.000' : '23:59:59.999'}Z`);

interface Client {
  type: 'individual' | 'company';
  name: string;
  companyName: string | null;
  key: string | null;
  city: string | null;
  postalCode: string | null;
  contactName: string;
  email: string | null;
  contactCity: string | null;
  tags: string[];
  note: string | null;
  size: number | null;
  founded: string | null;
  audited: boolean | null;
  form: string | null;
  advice: string[];
  archived: boolean;
  login: boolean;
  created: string;
}

const text = fc.constantFrom(...texts);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const code = fc.constantFrom('10115', '20095', '1010', '999', 'SW1A 1AA');

const client: fc.Arbitrary<Client> = fc.record({
  type: fc.constantFrom('individual', 'company'),
  name: text,
  companyName: maybe(text),
  key: maybe(code),
  city: maybe(text),
  postalCode: maybe(code),
  contactName: text,
  email: maybe(fc.constantFrom('erika', 'müller', 'JAN')),
  contactCity: maybe(text),
  tags: fc.uniqueArray(fc.constantFrom(...tags)),
  note: maybe(text),
  size: maybe(fc.constantFrom(-1.5, 0, 9, 10, 1000)),
  founded: maybe(fc.constantFrom(...days)),
  audited: maybe(fc.boolean()),
  form: maybe(fc.constantFrom(...forms)),
  advice: fc.uniqueArray(fc.constantFrom('Tax', 'Law', 'Books')),
  archived: fc.boolean(),
  login: fc.boolean(),
  created: fc.constantFrom(...times),
});

const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;
const part = text.chain((value) =>
  fc.nat(Math.max(0, value.length - 2)).map((from) => value.slice(from, from + 3)),
);

/** A test in the language, for each field and sign there is. */
const test: fc.Arbitrary<string> = fc.oneof(
  ...['name', 'company-name', 'city', 'contact', 'field.note', 'tag'].map((field) =>
    fc.tuple(fc.constantFrom('~', '!~'), part).map(([sign, value]) => `${field}${sign}${quoted(value)}`),
  ),
  ...['company-name', 'city', 'contact', 'field.note'].map((field) =>
    fc.tuple(fc.constantFrom('=', '!='), text).map(([sign, value]) => `${field} ${sign} ${quoted(value)}`),
  ),
  fc.tuple(text, fc.nat(5)).map(([value, number]) => `name=${quoted(`${value} ${number}`)}`),
  fc.constantFrom('erika-1@x.example', 'MÜLLER-0@x.example').map((email) => `contact=${email}`),
  fc
    .tuple(fc.constantFrom('key', 'postal-code'), fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '~'), code)
    .map(([field, sign, value]) => `${field}${sign}${quoted(value)}`),
  fc
    .tuple(fc.constantFrom('=', '!='), fc.constantFrom('vip', 'Monthly', 'STRASSE'))
    .map(([s, v]) => `tag${s}${v}`),
  fc.uniqueArray(fc.constantFrom(...tags), { minLength: 1 }).map((list) => `tag in (${list.join(',')})`),
  fc.uniqueArray(text, { minLength: 1 }).map((list) => `city not in (${list.map(quoted).join(', ')})`),
  fc.constantFrom('type=company', 'type != COMPANY', 'type in (company, individual)'),
  fc.constantFrom('portal=off', 'portal!=not-invited', 'portal in (off, active)', 'portal is set'),
  fc.constantFrom('archived', 'archived=no', 'archived!=yes', 'archived is empty'),
  fc
    .tuple(
      fc.constantFrom('created', 'field.founded'),
      fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
      fc.constantFrom(...days, '2024', '2024-02', '2024-01', 'today', '-2y'),
    )
    .map(([field, sign, value]) => `${field}${sign}${value}`),
  fc
    .tuple(
      fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
      fc.constantFrom('-1.5', '0', '9.0', '10', '1000.00'),
    )
    .map(([sign, value]) => `field.size${sign}${value}`),
  fc.constantFrom('field.audited', 'field.audited=no', 'field.audited!=yes'),
  fc
    .tuple(fc.constantFrom('=', '!='), fc.constantFrom(...forms))
    .map(([s, v]) => `field.form${s}${quoted(v)}`),
  fc.constantFrom(
    'field.form~"gmbh"',
    'field.advice~a',
    'field.form in (GmbH, UG)',
    'field.advice not in (Tax, Law)',
  ),
  fc.constantFrom('field.advice="Tax,Law"', 'field.advice!=Tax', 'field."Advice"=law'),
  fc
    .tuple(
      fc.constantFrom('company-name', 'key', 'city', 'tag', 'postal-code', 'contact', 'id', 'created'),
      fc.constantFrom('is empty', 'is set', 'is not set'),
    )
    .map(([field, asked]) => `${field} ${asked}`),
  fc
    .tuple(
      fc.constantFrom('note', 'size', 'founded', 'audited', 'form', 'advice'),
      fc.constantFrom('empty', 'set'),
    )
    .map(([field, asked]) => `field.${field} is ${asked}`),
);

const filter: fc.Arbitrary<string> = fc.letrec<{ any: string; group: string }>((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, test, tie('group')),
  group: fc.oneof(
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} and ${b})`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} or ${b})`),
    tie('any').map((a) => `not (${a})`),
    tie('any').map((a) => `not ${a}`),
  ),
})).any;

/** What a client has in a field: any number of values. */
function valuesOf(client: Client & { id: number }, field: string): string[] {
  const own = client.type === 'company';
  const one = (value: string | number | boolean | null): string[] => (value === null ? [] : [String(value)]);
  switch (field) {
    case 'id':
      return [String(client.id)];
    case 'company-name':
      // A company always has one: the account's when none is given (A8).
      return own ? [client.companyName ?? client.name] : [];
    case 'city':
      return one(own ? client.city : client.contactCity);
    case 'postal-code':
      return one(own ? client.postalCode : null);
    case 'tag':
      return client.tags;
    case 'contact':
      return [client.contactName, ...one(client.email)];
    case 'portal':
      return client.login && client.email !== null ? ['not-invited'] : [];
    case 'archived':
      return client.archived ? ['yes'] : [];
    case 'field.advice':
    case 'field.Advice':
      return client.advice;
    default:
      return one(client[field.replace('field.', '') as 'name'] as string | null);
  }
}

/** Whether the answer to a test is yes, without any database. */
function holds(client: Client & { id: number }, { field: { text: field }, asks, values }: Test): boolean {
  const have = valuesOf(client, field);
  const wanted = values.map(({ text: value }) => (value.startsWith('\u0000') ? 'yes' : value));
  if (asks === 'set') return have.length > 0;
  if (asks === '~') return have.some((value) => wanted.some((word) => contains(value, word)));
  if (field === 'archived') return client.archived === (wanted[0] === 'yes');
  if (field === 'field.audited') return client.audited === (wanted[0] === 'yes');
  if (field === 'portal' && have.length === 0) return wanted.includes('off');
  if (field.endsWith('.advice') || field.endsWith('.Advice')) {
    const all = (list: string) =>
      list.split(',').every((option) => have.some((own) => own.toLowerCase() === option.toLowerCase()));
    return wanted.some(all);
  }
  return have.some((value) => wanted.some((other) => compares(field, value, asks, other)));
}

const contains = (value: string, word: string): boolean =>
  [fold, foldSpelledOut].some((one) =>
    [fold, foldSpelledOut].some((other) => one(value).includes(other(word.trim()))),
  );

function compares(field: string, value: string, asks: Test['asks'], other: string): boolean {
  if (field === 'created' || field === 'field.founded') {
    const [from, to] = stretch(other);
    const at = Date.parse(value);
    if (asks === '=') return at >= from && at < to;
    if (asks === '<') return at < from;
    if (asks === '<=') return at < to;
    return asks === '>' ? at >= to : at >= from;
  }
  const [a, b] =
    field === 'field.size' || field === 'id'
      ? [Number(value), Number(other)]
      : [comparisonKey(value), comparisonKey(other)];
  if (asks === '=') return a === b;
  if (asks === '<') return a < b;
  if (asks === '<=') return a <= b;
  return asks === '>' ? a > b : a >= b;
}

function stretch(text: string): [number, number] {
  if (text === 'today') return [Date.UTC(2026, 2, 4), Date.UTC(2026, 2, 5)];
  if (text === '-2y') return [Date.UTC(2024, 2, 4), Date.UTC(2024, 2, 5)];
  const [year = 0, month, day] = text.split('-').map(Number);
  if (month === undefined) return [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  if (day === undefined) return [Date.UTC(year, month - 1, 1), Date.UTC(year, month, 1)];
  return [Date.UTC(year, month - 1, day), Date.UTC(year, month - 1, day + 1)];
}

const isLetThrough = (client: Client & { id: number }, expression: Expression): boolean => {
  switch (expression.kind) {
    case 'test':
      return holds(client, expression.test);
    case 'not':
      return !isLetThrough(client, expression.part);
    case 'all':
      return expression.parts.every((one) => isLetThrough(client, one));
    case 'any':
      return expression.parts.some((one) => isLetThrough(client, one));
  }
};

/** Stores the clients; gives them as they are then, with their numbers. */
async function store(deps: Deps, clients: readonly Client[]): Promise<Array<Client & { id: number }>> {
  const stored: Array<Client & { id: number }> = [];
  for (const [index, client] of clients.entries()) {
    // Names are unique (A4), and so are keys and e-mails.
    const own = {
      ...client,
      name: `${client.name} ${index}`,
      key: client.key === null ? null : `${client.key}-${index}`,
      email: client.email === null ? null : `${client.email}-${index}@x.example`,
    };
    const then = { ...deps, clock: () => new Date(own.created) };
    const [outcome] = await createAccounts(
      then,
      [
        {
          type: own.type,
          name: own.name,
          ...(own.companyName === null ? {} : { companyName: own.companyName }),
          ...(own.key === null ? {} : { key: own.key }),
          companyAddress: { city: own.city, postalCode: own.postalCode },
          contacts: [
            {
              create: {
                lastName: own.contactName,
                ...(own.email === null ? {} : { email: own.email }),
                address: { city: own.contactCity },
              },
            },
          ],
          tags: own.tags,
          fields: {
            note: own.note,
            size: own.size,
            founded: own.founded,
            audited: own.audited,
            form: own.form,
            advice: own.advice,
          },
        },
      ],
      { createTags: true },
    );
    const id = outcome?.id ?? 0;
    if (own.login && own.email !== null) {
      const links = await linksOfAccounts(then, [id]);
      await changeAccess(
        then,
        links.map(({ accountId, contactId }) => ({ accountId, contactId, switches: { login: true } })),
        { lenient: true },
      );
    }
    if (own.archived) await archiveAccounts(then, [id]);
    stored.push({ ...own, id });
  }
  return stored;
}

describe('the filter language and the databases', () => {
  onEachDatabase((db) => {
    it('Q3: SQL lets through what a plain evaluation lets through', async () => {
      await db().write((deps) =>
        createFields(deps, [
          { scope: 'account', type: 'text', label: 'Note' },
          { scope: 'account', type: 'number', label: 'Size' },
          { scope: 'account', type: 'date', label: 'Founded' },
          { scope: 'account', type: 'checkbox', label: 'Audited' },
          { scope: 'account', type: 'dropdown', label: 'Form', options: forms },
          { scope: 'account', type: 'multi-dropdown', label: 'Advice', options: ['Tax', 'Law', 'Books'] },
        ]),
      );
      let some = 0;
      let filters = 0;
      const book = fc.array(client, { minLength: 6, maxLength: 6 });
      const asked = fc.array(filter, { minLength: 25, maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(book, asked, (clients, sources) =>
          db().database.write(
            async (trx, dialect) => {
              const deps = testDeps(trx, dialect);
              const stored = await store(deps, [
                // Each tag is there.
                { ...(clients[0] as Client), tags },
                ...clients.slice(1),
              ]);
              for (const source of sources) {
                const where = [readFilter(accountFilter, source)];
                const expected = stored
                  .filter((one) => isLetThrough(one, where[0]?.expression as Expression))
                  .map(({ id }) => id);
                const { rows, total } = await listAccounts(deps, { where, sort: 'id' });
                expect(
                  (await collect(rows)).map(({ id }) => id),
                  source,
                ).toEqual(expected);
                expect(await total(), source).toBe(expected.length);
                expect(await accountIdsUnder(deps, { where }), source).toEqual(expected);
                filters += 1;
                if (expected.length > 0 && expected.length < stored.length) some += 1;
              }
            },
            { dryRun: true },
          ),
        ),
        { numRuns: 8 },
      );
      // Filters that let all or nothing through prove little.
      expect(some / filters).toBeGreaterThan(0.4);
    });
  });
});
