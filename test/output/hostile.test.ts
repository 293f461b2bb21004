import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { renderError, renderReport, renderResult } from '../../src/output/render.ts';
import type { RecordView } from '../../src/output/view.ts';
import { type Client, clientList, collect, hostile, lazily, settings, unsafe } from './support.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc
    .array(fc.constantFrom('山', '👨‍👩‍👧', 'e\u0301', '\u0301', '\u202e', '\x1b[2J', '\n', ' ', 'Straße'))
    .map((a) => a.join('')),
  fc.constant(hostile),
);
const anyClient: fc.Arbitrary<Client> = fc.record({
  id: fc.nat(),
  name: anyText,
  type: anyText,
  tags: fc.array(anyText, { maxLength: 3 }),
  address: fc.constant(null),
});
const anyClients = fc.array(anyClient, { minLength: 1, maxLength: 6 });
const anyWidth = fc.integer({ min: 20, max: 200 });

function expectToFit(text: string, columns: number) {
  expect(text).not.toMatch(unsafe);
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
}

test('every table fits and carries nothing unsafe', async () => {
  await fc.assert(
    fc.asyncProperty(anyClients, anyWidth, async (rows, columns) => {
      const out = collect();
      await renderResult(clientList, lazily(rows).result, settings({ columns }), out, collect());
      expectToFit(out.text, columns);
    }),
    { numRuns: 150 },
  );
});

test('no table carries anything unsafe where nothing is cut', async () => {
  await fc.assert(
    fc.asyncProperty(anyClients, async (rows) => {
      const out = collect();
      await renderResult(
        clientList,
        lazily(rows).result,
        settings({ wide: true, columns: 30 }),
        out,
        collect(),
      );
      expect(out.text).not.toMatch(unsafe);
      expect(out.text.trimEnd().split('\n').length).toBeLessThanOrEqual(rows.length + 2);
    }),
  );
});

test('every page fits and carries nothing unsafe', async () => {
  const view: RecordView<Client> = {
    kind: 'record',
    fields: clientList.fields,
    id: clientList.id,
    page: (client) => [
      { kind: 'heading', title: client.name, facts: [client.type, ...client.tags].map((text) => ({ text })) },
      { kind: 'pairs', pairs: [client.type, ...client.tags].map((label) => ({ label, value: client.name })) },
      { kind: 'table', title: client.type, fields: clientList.fields, rows: [client], empty: client.name },
      { kind: 'table', fields: clientList.fields, rows: [], empty: client.name },
      { kind: 'text', title: client.type, text: client.name },
      { kind: 'text', text: client.name },
    ],
  };
  await fc.assert(
    fc.asyncProperty(anyClient, anyWidth, async (client, columns) => {
      const out = collect();
      await renderResult(view, client, settings({ columns }), out, collect());
      expectToFit(out.text, columns);
    }),
    { numRuns: 150 },
  );
});

test('no error or report carries anything unsafe', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.constantFrom('table', 'json'), async (text, format) => {
      const err = collect();
      const error = { code: 'X', exitCode: 4, message: text, hint: text, details: { text } };
      await renderError(error, settings({ format }), err);
      await renderReport([{ tone: 'done', text }], settings(), err);
      expect(err.text).not.toMatch(unsafe);
    }),
  );
});
