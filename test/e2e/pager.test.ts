import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordLogins } from '../../src/domain/login/operations.ts';
import { addNotes } from '../../src/domain/note/operations.ts';
import { fillBook } from '../commands/book.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { onTerminal, run, type Surroundings, screenLines, type Typed } from './program.ts';

describe.skipIf(!existsSync('/usr/bin/script'))('the overview on a terminal of 24 lines', () => {
  let db: TestDatabase;
  let around: Surroundings;

  beforeEach(async () => {
    db = await freshDatabase('sqlite');
    around = { db: db.location, folder: db.folder };
    await fillBook(db);
    await db.write(async (deps) => {
      await recordLogins(deps, [{ accountId: 2, contactId: 1 }]);
      await addNotes(
        deps,
        Array.from({ length: 30 }, (_, index) => ({ accountId: 2, text: `Notiz ${index + 1}` })),
      );
    });
  });
  afterEach(() => dispose(db));

  /** A pager of our own: a shell script, under the name that PAGER then has. */
  const pager = async (...lines: string[]): Promise<string> => {
    const file = path.join(db.folder, 'pager');
    await writeFile(file, ['#!/bin/bash', ...lines, ''].join('\n'));
    await chmod(file, 0o755);
    return file;
  };
  const overview = (env: Record<string, string>, typed: Typed = [], ...argv: string[]) =>
    onTerminal({ ...around, env: { ...env } }, { columns: 80, typed }, 'overview', '2', ...argv);
  const read = (name: string) => readFile(path.join(db.folder, name), 'utf8');

  it('goes through PAGER, which has the terminal for itself until it is left', async () => {
    const PAGER = await pager(
      'cat > page; echo "$LESS" > less',
      'echo "leave with q"; read -rsn 1 key < /dev/tty; echo "key: $key"',
    );
    const ran = await overview({ PAGER }, [['leave with q', 'q']], '--all');
    expect(ran.code, ran.out).toBe(0);
    expect(screenLines(ran.out)).toEqual(['leave with q', 'key: q']);
    expect(screenLines(await read('page'))).toEqual(
      expect.arrayContaining([expect.stringContaining('Notiz 1 ')]),
    );
    expect(await read('less')).toBe('FRX\n');
  });

  it('is left early without an error, however much was not read', async () => {
    const ran = await overview({ PAGER: 'head -n 1' }, [], '--all');
    expect(ran.code, ran.out).toBe(0);
    expect(screenLines(ran.out)).toEqual(['#2  Weiß GmbH']);
  });

  it('Ctrl-C belongs to the pager, however often, and leaves nothing half done', async () => {
    const PAGER = await pager(
      'cat > /dev/null',
      "trap 'echo interrupted' INT",
      'echo ready; for i in 1 2 3; do read -rsn 1 key < /dev/tty; echo "key: $key"; [ "$key" = q ] && exit; done',
    );
    const ran = await overview(
      { PAGER },
      [
        ['ready', '\u0003'],
        ['interrupted', '\u0003'],
        ['interrupted', 'q'],
      ],
      '--all',
    );
    expect(ran.code, ran.out).toBe(0);
    expect(ran.out).toContain('key: q');
    expect(ran.out).not.toContain('cancelled');
  });

  it('a pager that Ctrl-C ends is left, too', async () => {
    const PAGER = await pager('cat > /dev/null; echo ready; sleep 30');
    const ran = await overview({ PAGER }, [['ready', '\u0003']], '--all');
    expect(ran.code, ran.out).toBe(0);
    expect(ran.out).not.toContain('Notiz');
  });

  it.each([
    ['is missing', { PAGER: 'kontor-has-no-such-pager' }],
    ['fails', { PAGER: 'false' }],
    ['is not wanted', { PAGER: '' }],
    ['is cat', { PAGER: 'cat' }],
    ['is ruled out by CI', { PAGER: 'false', CI: '1' }],
  ])('a pager that %s: the whole page is on the terminal', async (_what, env) => {
    const ran = await overview(env, [], '--all');
    expect(ran.code, ran.out).toBe(0);
    const lines = screenLines(ran.out);
    expect(lines[0]).toBe('#2  Weiß GmbH');
    expect(lines.filter((line) => line.includes('Notiz'))).toHaveLength(30);
  });

  it('--no-pager, a short page and a pipe are not paged', async () => {
    const PAGER = await pager('echo paged');
    expect((await overview({ PAGER }, [], '--all', '--no-pager')).out).not.toContain('paged');
    expect((await overview({ PAGER }, [], '--section', 'logins')).out).not.toContain('paged');
    expect((await run({ ...around, env: { PAGER } }, 'overview', '2', '--all')).out).not.toContain('paged');
    expect((await overview({ PAGER }, [], '--all')).out).toContain('paged');
  });
});
