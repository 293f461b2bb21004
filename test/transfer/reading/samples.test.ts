import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TableSource } from '../../../src/transfer/reading/bytes/detect.ts';
import { openTable } from '../../../src/transfer/reading/table.ts';
import { readRows } from './sources.ts';

const sample = (name: string): TableSource => {
  const path = fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
  return { bytes: createReadStream(path), reopen: () => createReadStream(path), name };
};

describe('B4: a file with English headings (UTF-8, commas, LF)', () => {
  const rows = (ignoreUnknown = true) =>
    readRows(sample('chinook-customers.csv'), { map: ['CustomerId=account.key'], ignoreUnknown });

  test('is read whole', async () => {
    const all = await rows();
    expect(all).toHaveLength(59);
    expect(all.flatMap(({ problems }) => problems)).toEqual([]);
    expect(all.filter(({ account }) => account.companyName)).toHaveLength(10);
    expect(new Set(all.map(({ account }) => account.key)).size).toBe(59);
    expect(all[0]).toEqual({
      line: 2,
      account: { key: '1', companyName: 'Embraer - Empresa Brasileira de Aeronáutica S.A.' },
      contact: {
        firstName: 'Luís',
        lastName: 'Gonçalves',
        email: 'luisg@embraer.com.br',
        phone: '+55 (12) 3923-5555',
        address: {
          street: 'Av. Brigadeiro Faria Lima, 2170',
          postalCode: '12227-000',
          city: 'São José dos Campos',
          region: 'SP',
          country: 'Brazil',
        },
      },
      link: {},
      access: {},
      problems: [],
    });
  });

  test('has two unknown columns', async () => {
    await expect(rows(false)).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMNS',
      details: { columns: ['Fax', 'SupportRepId'] },
    });
  });
});

describe('B4: a file with German headings (Windows-1252, semicolons, CRLF)', () => {
  const name = 'northwind-kunden-excel.csv';

  test('is read whole, names intact and split', async () => {
    const rows = await readRows(sample(name), {
      map: ['Kundennummer=account.key', 'Position=link.description'],
      ignoreUnknown: true,
    });
    expect(rows).toHaveLength(42);
    expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
    const companies = rows.map(({ account }) => account.companyName);
    expect(companies).toEqual(expect.arrayContaining(['Königlich Essen', 'Berglunds snabbköp', "Bon app'"]));
    expect(rows.every(({ account, contact }) => account.companyName && contact.lastName)).toBe(true);
    const godos = rows.find(({ account }) => account.key === 'GODOS');
    expect(godos).toMatchObject({
      contact: { firstName: 'José', middleName: 'Pedro', lastName: 'Freyre' },
      link: { description: 'Sales Manager' },
    });
  });

  test('is recognised for what it is', async () => {
    const table = await openTable(sample(name), {});
    table.close();
    expect(table).toMatchObject({ encoding: 'windows-1252', delimiter: ';' });
    await expect(readRows(sample(name))).rejects.toMatchObject({
      details: { columns: ['Kundennummer', 'Position', 'Fax'] },
    });
  });
});
