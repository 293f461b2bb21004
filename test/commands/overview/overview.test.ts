import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispose, freshDatabase, onEachDatabase, type TestDatabase } from '../../helpers/databases.ts';
import type { CliOptions } from '../../helpers/run-cli.ts';
import { hostile, unsafe } from '../../output/support.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';
import { done, layOutClientFiles, littleOf2, muchOf1, twoAccounts } from './client.ts';

const sections = ['documents', 'messages', 'approvals', 'signatures', 'logins', 'notes'];

describe('overview', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await freshDatabase('sqlite');
    await layOutClientFiles(db);
    await done(db, [...twoAccounts, ...muchOf1, ...littleOf2]);
  }, 30_000);
  afterAll(() => dispose(db));

  const overview = (line: string) => db.run('overview', ...words(line));
  const json = async (line: string) => (await overview(`${line} --json`)).json();
  const onScreen = async (line: string, options: CliOptions = {}) =>
    (
      await db.runWith(
        { terminal: true, columns: 80, ...options, env: { NO_COLOR: '1', ...options.env } },
        ...['overview', ...words(line)],
      )
    ).out;

  it('O1: JSON has the account, the sections in their order, and the time they stand for', async () => {
    const all = await json('"Weiß GmbH"');
    expect(Object.keys(all)).toEqual(['account', ...sections, 'all', 'asOf', 'activity']);
    expect(all).toMatchObject({
      account: { id: 1, name: 'Weiß GmbH' },
      all: [],
      asOf: '2026-03-04T05:06:07.890Z',
    });
    expect(all.account).toEqual((await db.run('account', 'show', '1', '--json')).json());
    for (const name of sections)
      expect(all[name]).toMatchObject({ items: expect.any(Array), total: expect.any(Number) });
  });

  it('counts what happened in each of the last twelve months, in the sections that were asked for', async () => {
    const { activity } = await json('1');
    expect(activity).toHaveLength(12);
    expect(activity[0]).toMatchObject({ month: '2025-04', total: 0 });
    const last = activity.at(-1);
    expect(Object.keys(last)).toEqual(['month', ...sections, 'total']);
    for (const { total, month: _, ...counts } of activity) {
      expect(Object.values(counts as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(
        total,
      );
    }
    const documents = await json('1 --section documents --all');
    const inFebruary = documents.documents.items.filter(({ addedAt }: { addedAt: string }) =>
      addedAt.startsWith('2026-02'),
    );
    expect(inFebruary.length).toBeGreaterThan(0);
    // The page shows the client's documents; all of them are counted.
    expect(documents.activity[10].documents).toBeGreaterThanOrEqual(inFebruary.length);
    expect(Object.keys(documents.activity[10])).toEqual(['month', 'documents', 'total']);
    expect(await onScreen('1 --section documents')).not.toContain('Activity');
    const narrow = await onScreen('1', { columns: 40 });
    expect(narrow).toContain('Activity');
    for (const line of narrow.split('\n').slice(0, 12)) expect(line.length).toBeLessThanOrEqual(40);
  });

  it('reading changes nothing: NEW stays until somebody of the firm has seen the document itself', async () => {
    const before = await db.contents();
    await json('1 --all');
    expect(await db.contents()).toBe(before);
  });

  it('--section shows only those, in the order of the page', async () => {
    const some = await json('1 --section notes --section documents');
    expect(Object.keys(some)).toEqual(['account', 'documents', 'notes', 'all', 'asOf', 'activity']);
    const { out } = await overview('1 --section notes --section documents');
    expect(out.match(/^[A-Z]\w+ {2}/gm)).toEqual(['Documents  ', 'Notes  ']);
    expect(out).toMatch(/^#1 {2}Weiß GmbH\n/);
  });

  it('--all shows everything; --all SECTION all of that one, and of several', async () => {
    const counts = async (line: string) => {
      const shown = await json(line);
      return sections.map((name) => shown[name]?.items.length);
    };
    expect(await counts('1')).toEqual([5, 5, 5, 4, 2, 5]);
    expect(await counts('1 --all')).toEqual([12, 7, 6, 4, 2, 9]);
    expect(await counts('1 --all documents')).toEqual([12, 5, 5, 4, 2, 5]);
    expect(await counts('1 --all=documents --all notes')).toEqual([12, 5, 5, 4, 2, 9]);
    expect(await counts('1 --section notes --all')).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      9,
    ]);
    expect((await json('1 --all')).all).toEqual(sections);
    const { out } = await overview('1 --all');
    expect(out).not.toContain('more: kontor');
    expect(out.match(/NEW {2}Beleg/g)).toHaveLength(9);
  });

  it('the line below a section shows all of it', async () => {
    const more =
      /… and 7 more: kontor (overview 1 --all documents)\n/.exec((await overview('1')).out)?.[1] ?? '';
    expect((await db.run(...words(more))).out).toContain('Beleg 1.txt');
  });

  it.each([
    ['--all 1', '--all must be one of documents, messages, approvals, signatures, logins, notes, not "1".'],
    ['1 --all document', '--all must be one of documents'],
    ['1 --section tags', '--section must be one of documents'],
    ['1 --section notes --all documents', '--all names a section that --section leaves out'],
    ['--all documents', '<account> is missing'],
  ])('%s is refused', async (line, message) => {
    const ran = await overview(`${line} --json`);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.error().message).toContain(message);
  });

  it('says how to write --all in front of the account', async () => {
    expect((await overview('--all 1')).err).toContain(
      'hint: Without a value, --all goes behind the other words: kontor overview 1 --all\n',
    );
    expect((await overview('--all -- 1')).code).toBe(0);
  });

  it('an account that is not there is not found (3)', async () => {
    expect((await overview('9 --json')).error()).toMatchObject({ code: 'ACCOUNT_NOT_FOUND', exitCode: 3 });
  });

  it('ids, count, csv, jsonl and --fields', async () => {
    expect((await overview('1 -o ids')).out).toBe('1\n');
    expect((await overview('1 -o count')).out).toBe('40\n');
    expect((await overview('1 --section documents -o count')).out).toBe('12\n');
    expect((await overview('1 -o csv')).out).toMatch(
      /^account,documents,messages,approvals,signatures,logins,notes,asOf,activity\r\n/,
    );
    expect(JSON.parse((await overview('1 -o jsonl')).out)).toEqual(await json('1'));
    expect(Object.keys(await json('1 --fields notes,asOf'))).toEqual(['notes', 'asOf']);
    expect((await overview('1 --fields documents,logins')).out).toBe(
      '#1  Weiß GmbH\ncompany · no photo · not archived\n\nDocuments: 12 in all, 9 NEW\nLogins:    2 persons\n',
    );
    expect((await overview('1 --fields tags')).err).toContain('unknown field "tags"');
  });

  it('colour goes with the word, never in its place', async () => {
    const out = await onScreen('1 --section documents', { env: { NO_COLOR: '', FORCE_COLOR: '1' } });
    expect(out).toContain('\u001b[33m9 NEW\u001b[39m');
    expect(out).toContain('\u001b[33mNEW\u001b[39m  Beleg 11.txt');
  });

  it.each([20, 40, 80, 120])('fits into %i columns', async (columns) => {
    for (const line of ['1', '1 --all']) {
      const out = await onScreen(line, { columns });
      for (const text of out.split('\n')) expect(stringWidth(text), text).toBeLessThanOrEqual(columns);
      const flat = out.replace(/\s+/g, ' ');
      expect(flat).toContain('still to sign: Jan Weiß, Ada Berg');
      expect(flat).toContain('signed: Jan Weiß 3 weeks ago (2026-02-06), Ada Berg 3 weeks ago (2026-02-05)');
      expect(flat).toContain('NEW Beleg 11.txt');
    }
  });

  it('notes show how they begin; with --all, all that they say', async () => {
    expect((await overview('1')).out).toContain('Ruft lieber an. …');
    expect((await overview('1 --all notes')).out).toContain('Ruft lieber an.  ');
    expect((await overview('1 --all notes')).out).toContain('\n     Nie vor zehn Uhr.\n');
  });

  it('a text without end is cut among the newest, and whole with --all', async () => {
    await done(db, [`note add 2 "${'wort '.repeat(100).trim()}" --at 2026-03-04T04:00Z`]);
    const words = (out: string) => out.match(/wort/g)?.length;
    expect(words(await onScreen('2'))).toBeLessThan(20);
    expect(await onScreen('2')).toContain('…');
    expect(words(await onScreen('2 --all notes'))).toBe(100);
    await done(db, ['note delete 11 --yes']);
  });

  it('a long page goes through the pager, a short one does not; --no-pager never', async () => {
    const paged: string[] = [];
    const shown = (line: string) =>
      onScreen(line, {
        rows: 24,
        pager: async (_command, text) => {
          paged.push(text);
          return { code: 0, signal: null };
        },
      });
    expect(await shown('1')).toBe('');
    expect(paged[0]).toContain('still to sign');
    expect(await shown('1 --no-pager')).toContain('still to sign');
    expect(await shown('1 --section logins')).toContain('2 persons');
    expect(paged).toHaveLength(1);
  });
});

describe('overview of other accounts', () => {
  onEachDatabase((db) => {
    it('A12, A9: of an archived one with nothing in it yet', async () => {
      await fillBook(db());
      const ran = await db().run('overview', '3');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toBe(
        [
          '#3  Nachlass Ernst',
          'individual · no photo · ARCHIVED since 2026-03-04',
          '',
          'Portal:   off',
          'Contacts: Jan Weiß',
          'As of:    2026-03-04 05:06 UTC',
          ...sections.flatMap((name) => [
            '',
            `${name.replace(/^./, (first) => first.toUpperCase())}  none yet`,
          ]),
          '',
        ].join('\n'),
      );
      const { account: _, all: __, asOf: ___, ...empty } = (await db().run('overview', '3', '--json')).json();
      for (const name of sections) expect(empty[name]).toMatchObject({ items: [], total: 0 });
      expect((await db().run('overview', '3', '-o', 'count')).out).toBe('0\n');
    });

    it('many contacts are counted, and what anybody wrote is harmless at any width', async () => {
      await fillBook(db());
      const people = Array.from({ length: 10 }, (_, n) => `contact create --last-name Person${n}`);
      await done(db(), [...people, ...people.map((_, n) => `contact link ${4 + n} 1`)]);
      const run = async (...argv: string[]) => {
        const ran = await db().run(...argv);
        expect(ran.code, ran.err).toBe(0);
      };
      const wide = '漢字👩‍👩‍👧'.repeat(15);
      await writeFile(path.join(db().folder, 'upload.txt'), 'x');
      await run('note', 'add', '1', `${hostile}\n${wide}`);
      await run('message', 'send', '1', hostile, '--subject', `${wide}\u202e`, '--from', 'p-1');
      await run('document', 'add', '1', 'upload.txt', '--name', `${wide}.txt`, '--from', 'p-1');
      await run('approval', 'request', '1', '--no-notify');
      await run('approval', 'decide', '1', 'declined', '--by', 'p-1', '--comment', hostile);
      for (const columns of [40, 80, 120]) {
        for (const all of [[], ['--all']]) {
          const { out } = await db().runWith(
            { terminal: true, columns, env: { NO_COLOR: '1' } },
            ...['overview', '1', ...all],
          );
          expect(out.replaceAll('\n', '')).not.toMatch(unsafe);
          for (const line of out.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
        }
      }
      expect((await db().run('overview', '1')).out).toMatch(
        /Contacts: Erika Müller, Person0, .*Person6 and 3 more\n/,
      );
    });
  });
});
