import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TableSource } from '../../../../src/transfer/reading/bytes/detect.ts';
import { planColumns } from '../../../../src/transfer/reading/mapping.ts';
import { readClientRows } from '../../../../src/transfer/reading/rows.ts';
import { openTable } from '../../../../src/transfer/reading/table.ts';

const sample = (name: string): TableSource => {
  const path = fileURLToPath(new URL(`../../../fixtures/address-books/${name}.csv`, import.meta.url));
  return { bytes: createReadStream(path), reopen: () => createReadStream(path), name };
};

/** What is read of an export without being told anything about it, and what is left out although it says something. */
const read = async (name: string, map: string[] = []) => {
  const table = await openTable(sample(name), {});
  const plan = planColumns(table.headers, { map, ignoreUnknown: false });
  const rows = [];
  for await (const batch of readClientRows(table, plan)) {
    rows.push(...batch.map(({ account, contact, problems }) => ({ account, contact, problems })));
  }
  const told = plan.leftOut.filter((column) => column.rows > 0);
  return {
    addressBook: plan.addressBook,
    columns: table.headers.length,
    mapped: plan.columns.length,
    ignored: plan.ignored,
    rows,
    leftOut: Object.fromEntries(told.map((column) => [column.column, column.rows])),
  };
};

const berlin = { street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin' };
const erika = { firstName: 'Erika', lastName: 'Müller', email: 'erika@mueller.example' };

describe('B4: exports of address books are known', () => {
  test('Google Contacts: the first of several values, groups of its own without the built-in ones', async () => {
    expect(await read('google-2024')).toMatchObject({
      addressBook: 'Google Contacts',
      columns: 36,
      rows: [
        {
          account: { companyName: 'Müller GmbH', tags: ['VIP'] },
          contact: {
            ...erika,
            phone: '+49 30 1234567',
            notes: 'ruft zurück\nvormittags',
            address: { ...berlin, country: 'DE' },
          },
          problems: [],
        },
        {
          account: {},
          contact: { firstName: 'Jan', middleName: 'Peter', lastName: 'Weiß', email: 'jan@weiss.example' },
          problems: [],
        },
      ],
      leftOut: {
        'E-mail 1 - Value (further values)': 1,
        'Phone 1 - Value (further values)': 1,
        'Name Prefix': 1,
        'Organization Title': 1,
        'E-mail 2 - Value': 1,
      },
    });
  });

  test('Google Contacts before its headings changed', async () => {
    const { addressBook, rows, leftOut } = await read('google-old');
    expect(addressBook).toBe('Google Contacts');
    expect(rows).toEqual([
      {
        account: { companyName: 'Müller GmbH' },
        contact: {
          ...erika,
          phone: '+49 30 1234567',
          address: { ...berlin, street2: 'Hinterhaus', country: 'Germany' },
        },
        problems: [],
      },
    ]);
    expect(leftOut).toEqual({ Birthday: 1, 'Phone 2 - Value': 1 });
  });

  test('Outlook: the business address is the company’s; where there is no business phone, another steps in', async () => {
    const { addressBook, rows, leftOut } = await read('outlook-en');
    expect(addressBook).toBe('Outlook');
    expect(rows).toEqual([
      {
        account: { companyName: 'Müller GmbH', address: { ...berlin, country: 'Germany' } },
        contact: {
          ...erika,
          phone: '+49 30 1234567',
          notes: 'note',
          address: { street: 'Weg 2', city: 'Hamburg', postalCode: '20095', country: 'Germany' },
        },
        problems: [],
      },
      {
        account: {},
        contact: {
          firstName: 'Jan',
          lastName: 'Weiß',
          email: 'jan@weiss.example',
          phone: '+49 170 2',
          address: { street: 'Weg 3', city: 'Bremen', postalCode: '28195', country: 'Germany' },
        },
        problems: [],
      },
    ]);
    expect(leftOut).toEqual({
      'E-mail 2 Address': 1,
      'Home Phone': 1,
      'Mobile Phone': 1,
      'Business Fax': 1,
      'Job Title': 1,
      Account: 1,
    });
  });

  test('German Outlook, in Windows-1252: "Ort", "Konto" and "Stichwörter" are not what they are elsewhere', async () => {
    const { addressBook, rows, leftOut, ignored } = await read('outlook-de');
    expect(addressBook).toBe('Outlook (German)');
    expect(rows).toEqual([
      {
        account: {
          companyName: 'Müller GmbH',
          address: { ...berlin, street2: 'Hof', country: 'Deutschland' },
        },
        contact: {
          ...erika,
          phone: '+49 40 1',
          notes: 'Notiz',
          address: {
            street: 'Weg 2',
            street2: 'App. 3',
            city: 'Hamburg',
            region: 'HH',
            postalCode: '20095',
            country: 'Deutschland',
          },
        },
        problems: [],
      },
    ]);
    expect(leftOut).toEqual({ Anrede: 1, Sprache: 1 });
    expect(ignored).toEqual(expect.arrayContaining(['Ort', 'Konto', 'Stichwörter', 'Vertraulichkeit']));
  });

  test('TaxDome: a list of accounts, its first contact by name', async () => {
    const { addressBook, rows, leftOut } = await read('taxdome-accounts');
    expect(addressBook).toBe('TaxDome');
    expect(rows).toEqual([
      {
        account: { name: 'Müller GmbH', type: 'company' },
        contact: { ...erika, phone: '+49 30 1234567', address: { region: 'BE' } },
        problems: [],
      },
      {
        account: { name: 'Jan Weiß', type: 'individual' },
        contact: { firstName: 'Jan', lastName: 'Weiß', email: 'jan@weiss.example' },
        problems: [],
      },
    ]);
    expect(leftOut).toEqual({ 'Linked contact #2': 1 });
  });

  test('--map gives a column a place that would be left out', async () => {
    const { rows, leftOut, ignored } = await read('google-2024', ['Organization Title=contact.middleName']);
    expect(rows[0]?.contact.middleName).toBe('Geschäftsführerin');
    expect(Object.keys(leftOut)).not.toContain('Organization Title');
    expect(ignored).not.toContain('Organization Title');
  });

  test('a column of one’s own in such a file is unknown as ever', () => {
    const [header = ''] = readFileSync('test/fixtures/address-books/outlook-en.csv', 'utf8').split('\n');
    const headers = [...header.split(',').map((cell) => cell.slice(1, -1)), 'Kundennummer'];
    expect(() => planColumns(headers, { map: [], ignoreUnknown: false })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_COLUMNS', details: { columns: ['Kundennummer'], near: {} } }),
    );
  });

  test('two headings that an address book has as well do not make a file one', () => {
    const headers = ['Company', 'Name', 'Birthday', 'Title', 'Business Fax', 'Home Fax'];
    expect(() => planColumns(headers, { map: [], ignoreUnknown: false })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_COLUMNS' }),
    );
  });
});
