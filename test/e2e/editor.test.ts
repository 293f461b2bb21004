import { existsSync } from 'node:fs';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillBook } from '../commands/book.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { onTerminal, type Typed } from './program.ts';

describe.skipIf(!existsSync('/usr/bin/script'))('a note that is written in an editor', () => {
  let db: TestDatabase;

  beforeEach(async () => {
    db = await freshDatabase('sqlite');
    await fillBook(db);
    await db.run('note', 'add', '2', 'present', '-q');
  });
  afterEach(() => dispose(db));

  /** An editor of our own: a shell script. */
  const editor = async (...lines: string[]): Promise<string> => {
    const file = path.join(db.folder, 'editor');
    await writeFile(file, ['#!/bin/bash', ...lines, ''].join('\n'));
    await chmod(file, 0o755);
    return file;
  };
  const noteOn = (EDITOR: string, typed: Typed, ...argv: string[]) =>
    onTerminal(
      { db: db.location, folder: db.folder, env: { EDITOR, TMPDIR: db.folder } },
      { columns: 80, typed },
      'note',
      ...argv,
    );
  const texts = async () =>
    ((await db.run('note', 'list', '--json')).json() as Array<{ text: string }>).map(({ text }) => text);
  const left = async () => (await readdir(db.folder)).filter((name) => name.startsWith('kontor-'));

  it('has the terminal for itself, also when standard output is a file', async () => {
    const command = await editor('read -r -p "Which word? " word', 'echo "$WHO says $word" >> "$2"');
    const { code, out } = await noteOn(`WHO=Ada ${command} -x`, [['Which word?', 'good\r']], 'edit', '1');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('changed note 1') });
    expect(await texts()).toEqual(['present\nAda says good']);
    expect(await left()).toEqual([]);
  });

  it('Ctrl-C in it is for it alone', async () => {
    const command = await editor(
      'trap "echo again" INT',
      'echo ready',
      'until read -r word; do :; done',
      'echo "$word" > "$1"',
    );
    const { code, out } = await noteOn(
      command,
      [
        ['ready', '\u0003'],
        ['again', 'kept\r'],
      ],
      'add',
      '2',
    );
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('added note 2') });
    expect((await texts()).sort()).toEqual(['kept', 'present']);
  });

  it('one that Ctrl-C stops leaves nothing behind (130)', async () => {
    const command = await editor('echo lost > "$1"', 'echo ready', 'sleep 20');
    const { code, out } = await noteOn(command, [['ready', '\u0003']], 'add', '2');
    expect({ code, out }).toEqual({ code: 130, out: expect.stringContaining('cancelled') });
    expect(await texts()).toEqual(['present']);
    expect(await left()).toEqual([]);
  });

  it('one that is not there is named (2)', async () => {
    const { code, out } = await noteOn('no-such-editor', [], 'add', '2');
    expect({ code, out }).toEqual({ code: 2, out: expect.stringContaining('The editor "no-such-editor"') });
    expect(await left()).toEqual([]);
  });

  it.skipIf(!existsSync('/usr/bin/vi'))('vi', async () => {
    const { code, out } = await noteOn('vi', [['present', 'Aation\u001b:wq\r']], 'edit', '1');
    expect(code, out).toBe(0);
    expect(await texts()).toEqual(['presentation']);
  });
});
