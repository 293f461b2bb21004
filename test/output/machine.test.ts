import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderResult } from '../../src/output/render.ts';
import type { Format } from '../../src/output/settings.ts';
import type { BatchView, RecordView, TextView } from '../../src/output/view.ts';
import { type Client, clientList, clients, collect, hostile, lazily, settings } from './support.ts';

const { fields, id } = clientList;

async function list(format: Format, rows: readonly Client[], named?: string[], total?: number) {
  const out = collect();
  const err = collect();
  const { result } = lazily(rows, total);
  await renderResult(clientList, result, settings({ format, fields: named, tableRows: 1 }), out, err);
  expect(err.text).toBe('');
  return out.text;
}

describe('a list', () => {
  test('as json is an array of whole records, also of keys that are no fields', async () => {
    expect(JSON.parse(await list('json', clients))).toEqual(clients);
    expect(await list('json', clients.slice(1, 2))).toMatchInlineSnapshot(`
      "[
        {
          "id": 42,
          "name": "Erika Weiß",
          "type": "individual",
          "tags": [],
          "address": null
        }
      ]
      "
    `);
  });

  test('as json is an array when empty', async () => {
    expect(await list('json', [])).toBe('[]\n');
  });

  test('as jsonl is a record a line', async () => {
    const lines = (await list('jsonl', clients)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(clients);
    expect(await list('jsonl', [])).toBe('');
  });

  test('as csv has a header, all fields, joined lists and CRLF (RFC 4180)', async () => {
    expect(await list('csv', clients)).toBe(
      [
        'id,name,type,tags,address',
        '1,Müller & Söhne Steuerberatung,company,VIP; Monatlich,"{""city"":""Köln""}"',
        '42,Erika Weiß,individual,,',
        '1043,山田商店 👨‍👩‍👧 cafe\u0301,company,日本,"{""city"":""東京""}"',
        '',
      ].join('\r\n'),
    );
    expect(await list('csv', [], ['name'])).toBe('name\r\n');
  });

  test('as ids is an id a line, as count the number of all', async () => {
    expect(await list('ids', clients)).toBe('1\n42\n1043\n');
    expect(await list('count', clients, undefined, 1234)).toBe('1234\n');
  });

  test('--fields selects and orders in every format', async () => {
    expect(JSON.parse(await list('json', clients, ['name', 'id']))[1]).toEqual({
      name: 'Erika Weiß',
      id: 42,
    });
    expect((await list('jsonl', clients, ['name', 'id'])).split('\n')[1]).toBe(
      '{"name":"Erika Weiß","id":42}',
    );
    expect((await list('csv', clients, ['name', 'id'])).split('\r\n')[1]).toBe(
      'Müller & Söhne Steuerberatung,1',
    );
  });

  test('leaves standard output empty when the first row cannot be read', async () => {
    const next = () => Promise.reject(new Error('the database went away'));
    const rows = { [Symbol.asyncIterator]: () => ({ next }) };
    for (const format of ['json', 'jsonl', 'csv', 'ids'] as const) {
      const out = collect();
      const result = { rows, total: async () => 0 };
      const rendered = renderResult(clientList, result, settings({ format }), out, collect());
      await expect(rendered).rejects.toThrow('went away');
      expect(out.text).toBe('');
    }
  });

  test('is written in portions, not row by row and not all at once', async () => {
    const out = collect();
    const rows = Array.from({ length: 20_000 }, (_, number) => ({ ...(clients[0] as Client), id: number }));
    await renderResult(clientList, lazily(rows).result, settings({ format: 'jsonl' }), out, collect());
    expect(out.writes).toBeGreaterThan(10);
    expect(out.writes).toBeLessThan(100);
  });
});

describe('whatever the data', () => {
  const anyText = fc.string({ unit: 'binary' });
  const anyClient: fc.Arbitrary<Client> = fc.record({
    id: fc.nat(),
    name: fc.oneof(anyText, fc.constant(hostile), fc.constantFrom('', 'a\rb', '"', ' x ', 'a,b', '\ufeff')),
    type: anyText,
    tags: fc.array(anyText, { maxLength: 3 }),
    address: fc.constant(null),
  });

  test('json parses back to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyClient, { maxLength: 5 }), async (rows) => {
        expect(JSON.parse(await list('json', rows))).toEqual(rows);
      }),
    );
  });

  test('csv parses back to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyClient, { maxLength: 5 }), async (rows) => {
        const parsed: string[][] = parse(await list('csv', rows), { record_delimiter: '\r\n' });
        expect(parsed.slice(1)).toEqual(
          rows.map((row) => [String(row.id), row.name, row.type, row.tags.join('; '), '']),
        );
        const names: string[][] = parse(await list('csv', rows, ['name']), { record_delimiter: '\r\n' });
        expect(names.flat()).toEqual(['name', ...rows.map((row) => row.name)]);
      }),
    );
  });
});

describe('one record', () => {
  const view: RecordView<Client> = { kind: 'record', fields, id };
  const client = clients[2] as Client;
  test.each<[Format, string[] | undefined, string]>([
    ['json', ['id', 'type'], '{\n  "id": 1043,\n  "type": "company"\n}\n'],
    ['jsonl', undefined, `${JSON.stringify(client)}\n`],
    ['csv', ['id', 'tags'], 'id,tags\r\n1043,日本\r\n'],
    ['ids', undefined, '1043\n'],
    ['count', undefined, '1\n'],
  ])('as %s', async (format, named, expected) => {
    const out = collect();
    await renderResult(view, client, settings({ format, fields: named }), out, collect());
    expect(out.text).toBe(expected);
  });
});

describe('a batch', () => {
  const view: BatchView<Client> = { kind: 'batch', fields, id };
  const result = { results: clients.slice(0, 2), summary: { updated: 2 } };
  const render = async (format: Format, named?: string[]) => {
    const out = collect();
    await renderResult(view, result, settings({ format, fields: named }), out, collect());
    return out.text;
  };

  test('as json is its results and their summary', async () => {
    expect(JSON.parse(await render('json'))).toEqual(result);
    expect(JSON.parse(await render('json', ['id']))).toEqual({
      results: [{ id: 1 }, { id: 42 }],
      summary: { updated: 2 },
    });
  });

  test('in the other formats is its items', async () => {
    expect(await render('jsonl', ['id'])).toBe('{"id":1}\n{"id":42}\n');
    expect(await render('csv', ['id'])).toBe('id\r\n1\r\n42\r\n');
    expect(await render('ids')).toBe('1\n42\n');
    expect(await render('count')).toBe('2\n');
  });

  test('prints nothing for people: the report tells them', async () => {
    expect(await render('table')).toBe('');
  });
});

test('a text stays as it is and ends in a newline; in JSON it is an object with the text', async () => {
  const view: TextView<string> = { kind: 'text', text: (text) => text };
  for (const format of ['table', 'csv', 'count'] as const) {
    for (const text of ['a;b\tc', 'a;b\tc\n']) {
      const out = collect();
      await renderResult(view, text, settings({ format }), out, collect());
      expect(out.text).toBe('a;b\tc\n');
    }
  }
  for (const format of ['json', 'jsonl'] as const) {
    const out = collect();
    await renderResult(view, 'a;b\tc\n', settings({ format }), out, collect());
    expect(out.text).toBe('{"text":"a;b\\tc\\n"}\n');
  }
});
