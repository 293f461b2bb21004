import { describe, expect, test } from 'vitest';
import { renderResult } from '../../src/output/render.ts';
import type { OutputSettings } from '../../src/output/settings.ts';
import {
  type Client,
  clientList,
  clients,
  collect,
  hostile,
  hostileShown,
  lazily,
  settings,
} from './support.ts';

async function table(rows: readonly Client[], changes: Partial<OutputSettings> = {}): Promise<string> {
  const out = collect();
  await renderResult(clientList, lazily(rows).result, settings(changes), out, collect());
  return out.text;
}

describe('a table', () => {
  test('is shown whole where there is no terminal', async () => {
    expect(await table(clients)).toMatchInlineSnapshot(`
      "  Id  Name                           Type        Tags
         1  Müller & Söhne Steuerberatung  company     VIP, Monatlich
        42  Erika Weiß                     individual
      1043  山田商店 👨‍👩‍👧 café               company     日本
      "
    `);
  });

  test('fits the terminal, with a thin line under its headings', async () => {
    expect(await table(clients, { columns: 48 })).toMatchInlineSnapshot(`
      "  Id  Name            Type        Tags
      ────  ──────────────  ──────────  ──────────────
         1  Müller & Söhn…  company     VIP, Monatlich
        42  Erika Weiß      individual
      1043  山田商店 👨‍👩‍👧 c…  company     日本
      "
    `);
  });

  test('is one record per block under 40 columns', async () => {
    expect(await table(clients.slice(0, 2), { columns: 30 })).toMatchInlineSnapshot(`
      "Id:   1
      Name: Müller & Söhne
            Steuerberatung
      Type: company
      Tags: VIP, Monatlich

      Id:   42
      Name: Erika Weiß
      Type: individual
      Tags:
      "
    `);
  });

  test('is cut nowhere with --wide, in the narrowest terminal', async () => {
    expect(await table(clients, { columns: 20, wide: true })).toContain('Müller & Söhne Steuerberatung');
  });

  test('keeps ids whole while names give way', async () => {
    const rows = clients.map((client) => ({ ...client, id: client.id + 1_234_567_000 }));
    const drawn = await table(rows, { columns: 42 });
    for (const { id } of rows) expect(drawn).toContain(String(id));
  });

  test('is coloured only where asked, and says the same', async () => {
    const colored = await table(clients, { columns: 60, color: { out: true, err: false } });
    expect(colored).toContain('\x1b[1mName\x1b[22m');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(await table(clients, { columns: 60 }));
  });

  test('shows --fields in their order, hidden ones too', async () => {
    expect(await table(clients, { fields: ['address', 'id'] })).toMatchInlineSnapshot(`
      "City    Id
      Köln     1
              42
      東京  1043
      "
    `);
  });

  test('gives marks without a letter something to stand on', async () => {
    expect(await table([{ ...(clients[1] as Client), name: '\u0301' }])).toContain('◌\u0301');
  });

  test('draws long lists in portions under one heading', async () => {
    const rows = Array.from({ length: 2100 }, (_, id) => ({ ...(clients[1] as Client), id }));
    const lines = (await table(rows, { columns: 60 })).trimEnd().split('\n');
    expect(lines).toHaveLength(2102);
    expect(lines.filter((line) => line.includes('Name'))).toHaveLength(1);
    expect(lines.at(-1)).toContain('2099');
  });
});

describe('hostile cells', () => {
  const evil = { ...(clients[0] as Client), name: hostile, tags: [hostile] };

  test('are visible escapes on one line', async () => {
    const drawn = await table([evil]);
    expect(drawn).toContain(`${hostileShown}  company`);
    expect(drawn.split('\n')).toHaveLength(3);
  });

  test.each([
    ['letters', 'a'],
    ['blanks', ' '],
    ['line breaks', '\n'],
    ['escapes', '\x1b'],
    ['wide characters', '山'],
    ['marks', '\u0301'],
    ['emoji', '👨‍👩‍👧'],
    ['bidi controls', '\u202e'],
  ])('a megabyte of %s is drawn within a second', async (_, unit) => {
    const name = unit.repeat(Math.ceil(1_000_000 / unit.length));
    for (const columns of [20, 80, undefined]) {
      const start = performance.now();
      const drawn = await table([{ ...evil, name }, ...clients], { columns });
      expect(performance.now() - start).toBeLessThan(1000);
      expect(drawn).toContain('Erika');
      if (columns !== undefined) expect(drawn.length).toBeLessThan(5000);
    }
  });
});
