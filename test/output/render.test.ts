import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { renderError, renderReport, renderResult, type ShownError } from '../../src/output/render.ts';
import { formats, type OutputSettings } from '../../src/output/settings.ts';
import { clientList, clients, collect, hostile, hostileShown, lazily, settings } from './support.ts';

describe('a long list in a table', () => {
  test('is read only as far as it is shown, and one row further', async () => {
    const [out, err] = [collect(), collect()];
    const { seen, result } = lazily(
      Array.from({ length: 500 }, () => clients[0]),
      1234,
    );
    await renderResult(clientList, result, settings({ tableRows: 100 }), out, err);
    expect(out.text.trimEnd().split('\n')).toHaveLength(101);
    expect(err.text).toBe('100 of 1,234; --limit and --page show more, -o jsonl gives all\n');
    expect(seen).toEqual({ read: 101, closed: true });
  });

  test.each([
    ['it fits exactly', { tableRows: 3 }],
    ['the caller set a limit', { tableRows: undefined }],
    ['--quiet', { tableRows: 1, quiet: true }],
  ])('says nothing about more when %s', async (_, changes) => {
    const err = collect();
    await renderResult(clientList, lazily(clients).result, settings(changes), collect(), err);
    expect(err.text).toBe('');
  });

  test('counts nothing unless it must', async () => {
    const result = { rows: clients, total: () => Promise.reject(new Error('counted')) };
    await renderResult(clientList, result, settings({ tableRows: 3 }), collect(), collect());
  });
});

test('what stands above a list is for people alone', async () => {
  const above = [{ kind: 'heading' as const, title: `#7 ${hostile}`, facts: [{ text: 'company' }] }];
  const result = () => ({ ...lazily(clients.slice(0, 1)).result, above });
  const [out, ids] = [collect(), collect()];
  await renderResult(clientList, result(), settings({ fields: ['type'] }), out, collect());
  expect(out.text).toBe(`#7 ${hostileShown}\ncompany\n\nType\ncompany\n`);
  await renderResult(clientList, result(), settings({ format: 'ids' }), ids, collect());
  expect(ids.text).toBe('1\n');
});

test('an empty list says so beside standard output', async () => {
  const [out, err] = [collect(), collect()];
  await renderResult(clientList, lazily([]).result, settings(), out, err);
  expect([out.text, err.text]).toEqual(['', 'No clients yet.\n']);
  const quiet = collect();
  await renderResult(clientList, lazily([]).result, settings({ quiet: true }), out, quiet);
  expect(quiet.text).toBe('');
});

describe('a report', () => {
  const lines = [
    { tone: 'done', text: `created account 7 (${hostile})` },
    { tone: 'warning', text: '":" cannot be in the name of a folder' },
    { tone: 'note', text: 'nothing was sent' },
  ] as const;
  const report = async (changes: Partial<OutputSettings>) => {
    const err = collect();
    await renderReport(lines, settings(changes), err);
    return err.text;
  };

  test('tells people what was done', async () => {
    expect(await report({})).toBe(
      `✓ created account 7 (${hostileShown})\n` +
        'warning: ":" cannot be in the name of a folder\nnothing was sent\n',
    );
  });

  test('colours only the marks', async () => {
    expect(await report({ color: { out: false, err: true } })).toContain('\x1b[33mwarning:\x1b[39m ":"');
  });

  test('is silent beside machine formats and with --quiet', async () => {
    for (const format of formats.filter((name) => name !== 'table'))
      expect(await report({ format })).toBe('');
    expect(await report({ quiet: true })).toBe('');
  });
});

describe('an error', () => {
  const error: ShownError = {
    code: 'LAST_CONTACT',
    exitCode: 4,
    message: `"${hostile}" is the only contact of account 42:\n  it stays`,
    hint: 'Link another one first:\n  kontor contact unlink … --replace-with CONTACT',
    details: { contact: hostile },
  };
  const shown = async (changes: Partial<OutputSettings>, what = error) => {
    const err = collect();
    await renderError(what, settings(changes), err);
    return err.text;
  };

  test('is a message and a hint; lines that its author indented stay lines, those of data do not', async () => {
    expect(await shown({ quiet: true })).toBe(
      `kontor: "${hostileShown}" is the only contact of account 42:\n  it stays\n` +
        'hint: Link another one first:\n  kontor contact unlink … --replace-with CONTACT\n',
    );
  });

  test('is coloured by the settings of standard error', async () => {
    expect(await shown({ color: { out: false, err: true } })).toMatch(/^\x1b\[31mkontor:\x1b\[39m "/);
    expect(await shown({ color: { out: true, err: false } })).toMatch(/^kontor: /);
  });

  test.each(formats.filter((format) => format !== 'table'))(
    'beside %s is one object on one line',
    async (format) => {
      const text = await shown({ format });
      expect(text.trimEnd()).not.toContain('\n');
      expect(text).not.toContain('\u202e');
      const parsed = JSON.parse(text);
      expect(parsed.error).toMatchObject({
        code: 'LAST_CONTACT',
        exitCode: 4,
        details: { contact: hostile },
      });
      expect(parsed.error.message).toBe(`"${hostileShown}" is the only contact of account 42:\n  it stays`);
    },
  );

  test('has all keys, also without hint and details', async () => {
    const bare = { code: 'DEFECT', exitCode: 1, message: 'defect' };
    expect(JSON.parse(await shown({ format: 'json' }, bare))).toEqual({
      error: { ...bare, hint: null, details: {} },
    });
    expect(await shown({}, bare)).toBe('kontor: defect\n');
  });
});

test('machine formats load neither tables nor colours nor widths', async () => {
  const { metafile } = await build({
    entryPoints: ['src/output/render.ts', 'src/output/machine.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outdir: 'unwritten',
    write: false,
    metafile: true,
    external: ['@colors/colors'],
  });
  const loaded = new Set<string>();
  const load = (file: string) => {
    for (const input of Object.keys(metafile.outputs[file]?.inputs ?? {})) loaded.add(input);
    for (const { path, kind } of metafile.outputs[file]?.imports ?? [])
      if (kind === 'import-statement') load(path);
  };
  load('unwritten/render.js');
  load('unwritten/machine.js');
  expect([...loaded]).toContain('src/output/machine.ts');
  expect([...loaded].filter((file) => file.startsWith('node_modules/'))).toEqual([]);
});
