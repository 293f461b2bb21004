import { copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AnyCommand } from '../../src/cli/define-command.ts';
import { words } from '../commands/words.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { cli, type Ran } from '../helpers/run-cli.ts';
import { fillExampleBook, layOutFiles } from './example-book.ts';
import { surface } from './surface.ts';

const commands = await surface();
let book: TestDatabase;

beforeAll(async () => {
  book = await freshDatabase('sqlite');
  await fillExampleBook(book);
  await layOutFiles(book.folder);
  expect((await book.run('db', 'backup', 'nightly.backup')).code).toBe(0);
  // What was committed may still stand in the log beside the file, which is not copied.
  await book.database.close();
});
afterAll(() => dispose(book));

/** Runs a line as a shell would: programs joined by `|`, input from a file after `<`. */
async function runLine(line: string, db: string, cwd: string): Promise<Ran> {
  let ran: Ran | undefined;
  for (const part of line.split(' | ')) {
    const [command = '', file] = part.split(' < ');
    const [program, ...argv] = words(command);
    expect(program, line).toBe('kontor');
    const stdin = file === undefined ? ran?.out : await readFile(path.join(cwd, file));
    ran = await cli({ db, cwd, homeDir: cwd, ...(stdin === undefined ? {} : { stdin }) }).run(...argv);
    expect(ran.code, `${part}\n${ran.err}`).toBe(0);
  }
  if (ran === undefined) throw new Error('an example without a command');
  return ran;
}

/** But for what takes the chain away. */
const writes = (command: string, { database }: AnyCommand): boolean =>
  !['none', 'optional', 'read'].includes(database) && command !== 'db rollback';

/** What the line did is sealed (H1): whatever it wrote, and however it came to write it. */
async function expectSealed(db: string, cwd: string, line: string): Promise<void> {
  const { faults } = (await cli({ db, cwd }).run('audit', 'verify', '--json')).json();
  expect(faults, line).toEqual([]);
}

/** Commands whose examples tell how the book comes to be: they begin with an empty one, and follow one another. */
const beginnings = new Set(['init', 'account create', 'contact create', 'tag create', 'field create']);

describe('examples', () => {
  for (const { path: command, definition } of commands.filter(({ path }) => !beginnings.has(path))) {
    it.each(definition.examples.map((line, index) => [line, index] as const))('%s', async (line, index) => {
      const folder = path.join(book.folder, `${command.replaceAll(' ', '-')}-${index}`);
      await mkdir(folder);
      await layOutFiles(folder);
      if (command === 'db restore') {
        await copyFile(path.join(book.folder, 'nightly.backup'), path.join(folder, 'nightly.backup'));
      }
      const db = path.join(folder, 'book.db');
      await copyFile(book.location, db);
      await cp(path.join(book.folder, 'files'), path.join(folder, 'book.db.files'), { recursive: true });
      await runLine(line, db, folder);
      if (writes(command, definition)) await expectSealed(db, folder, line);
    });
  }

  for (const { path: command, definition } of commands.filter(({ path }) => beginnings.has(path))) {
    it(`${command}, one after the other`, async () => {
      const folder = path.join(book.folder, command.replaceAll(' ', '-'));
      await mkdir(folder);
      const db = path.join(folder, 'book.db');
      await copyFile(inject('sqliteTemplate'), db);
      for (const line of definition.examples) await runLine(line, db, folder);
      await expectSealed(db, folder, command);
    });
  }
});
