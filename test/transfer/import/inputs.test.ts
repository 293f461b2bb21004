import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountPatch } from '../../../src/domain/account/schema.ts';
import { newContact } from '../../../src/domain/contact/schema.ts';
import { checkedAccount, checkedContact } from '../../../src/transfer/import/inputs.ts';

/** What cells hold: words, letters of other scripts, what is too long, what no record takes. */
const cell = fc.oneof(
  fc.constantFrom(
    'Müller',
    'VIP',
    '10115',
    'a@x.example',
    ' ',
    '',
    '\u2003',
    'a\u0000b',
    'a\nb',
    '\ud800',
    'x;y',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(99, 100, 101, 200, 201, 301, 501).map((length) => 'x'.repeat(length)),
);
const optional = fc.option(cell, { nil: undefined });
const address = fc.option(fc.record({ street: cell, postalCode: cell, city: cell }, { requiredKeys: [] }), {
  nil: undefined,
});
const fields = fc.option(fc.dictionary(fc.constantFrom('fee', 'birthday'), cell), { nil: undefined });

/** What an input says, without the keys that say nothing. */
const said = (input: object | undefined) => input && JSON.parse(JSON.stringify(input));

describe('inputs of rows', () => {
  it('F2, A5, C1: what is taken without asking the schema is what the schema takes', () => {
    fc.assert(
      fc.property(
        fc.record({ name: optional, companyName: optional, key: optional, address, fields }),
        fc.option(fc.array(cell, { maxLength: 3 }), { nil: undefined }),
        (account, addTags) => {
          const { address: companyAddress, ...own } = account;
          const asked = accountPatch.safeParse({ ...own, companyAddress, addTags });
          const checked = checkedAccount({ account: account as never }, addTags);
          expect(said(checked.data)).toEqual(said(asked.data));
          expect(checked.error?.issues).toEqual(asked.error?.issues);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.record({
          firstName: optional,
          email: optional,
          phone: optional,
          notes: optional,
          key: optional,
          address,
          fields,
        }),
        (contact) => {
          const asked = newContact.safeParse(contact);
          const checked = checkedContact(contact as never, { sharesEmails: false, isNew: true });
          expect(said(checked.data)).toEqual(said(asked.data));
          expect(checked.error?.issues).toEqual(asked.error?.issues);
        },
      ),
      { numRuns: 500 },
    );
  });
});
