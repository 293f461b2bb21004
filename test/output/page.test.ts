import { describe, expect, test } from 'vitest';
import { renderResult } from '../../src/output/render.ts';
import type { OutputSettings } from '../../src/output/settings.ts';
import type { Block, RecordView } from '../../src/output/view.ts';
import { type Client, clientList, clients, collect, hostile, settings } from './support.ts';

const page = (client: Client): Block[] => [
  {
    kind: 'heading',
    title: client.name,
    facts: [{ text: `#${client.id}` }, { text: client.type }, { text: 'no photo', tone: 'muted' }],
  },
  {
    kind: 'pairs',
    pairs: [
      { label: 'Tags', value: client.tags.join(', ') },
      { label: 'Company address', value: 'Hauptstraße 1, 10115 Berlin, Deutschland' },
    ],
  },
  {
    kind: 'table',
    title: 'Contacts',
    fields: clientList.fields,
    rows: clients.slice(1, 2),
    empty: 'No contacts.',
  },
  { kind: 'table', title: 'Documents', fields: clientList.fields, rows: [], empty: 'No documents.' },
  { kind: 'text', title: 'Notes', text: 'Ruft lieber an,\r\nschreibt ungern E-Mails.' },
];
const { fields, id } = clientList;
const view: RecordView<Client> = { kind: 'record', fields, id, page };
const client = clients[0] as Client;

async function render(shown: RecordView<Client>, row: Client, changes: Partial<OutputSettings> = {}) {
  const out = collect();
  await renderResult(shown, row, settings(changes), out, collect());
  return out.text;
}

describe('a page', () => {
  test('is whole where there is no terminal', async () => {
    expect(await render(view, client)).toMatchInlineSnapshot(`
      "Müller & Söhne Steuerberatung
      #1 · company · no photo

      Tags:            VIP, Monatlich
      Company address: Hauptstraße 1, 10115 Berlin, Deutschland

      Contacts
      Id  Name        Type        Tags
      42  Erika Weiß  individual

      Documents
      No documents.

      Notes
        Ruft lieber an,
        schreibt ungern E-Mails.
      "
    `);
  });

  test('fits a narrow terminal', async () => {
    expect(await render(view, client, { columns: 28 })).toMatchInlineSnapshot(`
      "Müller & Söhne
      Steuerberatung
      #1 · company · no photo

      Tags: VIP, Monatlich
      Company address:
        Hauptstraße 1, 10115
        Berlin, Deutschland

      Contacts
      Id:   42
      Name: Erika Weiß
      Type: individual
      Tags:

      Documents
      No documents.

      Notes
        Ruft lieber an,
        schreibt ungern E-Mails.
      "
    `);
  });

  test('wraps values instead of cutting them', async () => {
    const text = await render(view, client, { columns: 50 });
    expect(text).toContain('Company address: Hauptstraße 1, 10115 Berlin,\n                 Deutschland\n');
  });

  test('with --fields has only those, under the heading that says whose it is (A12)', async () => {
    expect(await render(view, client, { fields: ['type', 'address'] })).toMatchInlineSnapshot(`
      "Müller & Söhne Steuerberatung
      #1 · company · no photo

      Type: company
      City: Köln
      "
    `);
  });

  test('data begins no line of its own and leaves no escape', async () => {
    const text = await render(view, { ...client, name: hostile, tags: [hostile] }, { columns: 60 });
    expect(text).not.toMatch(/^kontor:|\x1b|\x07|\u202e/m);
  });
});

describe('a record without a page', () => {
  const pageless: RecordView<Client> = { kind: 'record', fields, id };

  test('prints nothing for people: the report tells them', async () => {
    expect(await render(pageless, client)).toBe('');
  });

  test('prints the fields that were asked for', async () => {
    expect(await render(pageless, client, { fields: ['id', 'name'] })).toBe(
      'Id:   1\nName: Müller & Söhne Steuerberatung\n',
    );
  });
});
