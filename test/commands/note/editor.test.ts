import { existsSync } from 'node:fs';
import { readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { editNotes } from '../../../src/domain/note/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import type { CliOptions } from '../../helpers/run-cli.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';

type Editor = NonNullable<CliOptions['editor']>;
const ended = { code: 0, signal: null };

describe('a note without a text, on a terminal', () => {
  onEachDatabase((db) => {
    let files: string[];
    beforeEach(async () => {
      files = [];
      await fillBook(db());
      await db().run('note', 'add', '2', 'present\ntext', '-q');
    });

    /** Runs a line with an editor that leaves what `work` makes of the text before it. */
    const editing = (line: string, work: (before: string) => string | Promise<string>, more?: CliOptions) =>
      ran(line, more ?? {}, async (_command, file) => {
        await writeFile(file, await work(await readFile(file, 'utf8')));
        return ended;
      });
    const ran = (line: string, more: CliOptions, editor: Editor) =>
      db().runWith(
        {
          terminal: true,
          ...more,
          editor: (command, file) => {
            files.push(file);
            return editor(command, file);
          },
        },
        ...words(line),
      );
    const texts = async () =>
      ((await db().run('note', 'list', '--json')).json() as Array<{ text: string }>).map(({ text }) => text);
    const leftFolders = () => files.map((file) => path.dirname(file)).filter((folder) => existsSync(folder));

    it('add begins with nothing and stores what the editor leaves, without the line break at its end', async () => {
      const { code, err } = await editing('note add 2', (before) => `${before}two\nlines\n`);
      expect({ code, err: err.replace(/^.*added/, 'added') }).toEqual({
        code: 0,
        err: 'added note 2 to account 2 "Weiß GmbH"\n',
      });
      expect((await texts())[0]).toBe('two\nlines');
      expect(leftFolders()).toEqual([]);
    });

    it('edit begins with the present text; a line break that it ends with stays', async () => {
      await editing('note edit 1', (before) => before.replace('present\ntext\n', 'changed\n\n'));
      expect(await texts()).toEqual(['changed\n']);
      await editing('note edit 1', (before) => `${before}more\n`);
      expect(await texts()).toEqual(['changed\nmore\n']);
    });

    it('the file is for its owner alone, in a folder of its own', async () => {
      const modes: string[] = [];
      for (const line of ['note add 2', 'note edit 1']) {
        await ran(line, {}, async (_command, file) => {
          for (const place of [path.dirname(file), file]) {
            modes.push(((await stat(place)).mode & 0o777).toString(8));
          }
          return ended;
        });
      }
      expect(modes).toEqual(['700', '600', '700', '600']);
      expect(new Set(files.map((file) => path.dirname(file))).size).toBe(2);
      expect(files.every((file) => file.startsWith(tmpdir()))).toBe(true);
      expect(leftFolders()).toEqual([]);
    });

    it.each<[string, Record<string, string>, string]>([
      ['VISUAL', { VISUAL: 'code --wait', EDITOR: 'nano' }, 'code --wait'],
      ['EDITOR', { VISUAL: '', EDITOR: 'nano' }, 'nano'],
      ['else vi', {}, 'vi'],
    ])('the editor is that of %s', async (_name, env, expected) => {
      const called: string[] = [];
      await ran('note add 2', { env }, async (command) => {
        called.push(command);
        return ended;
      });
      expect(called).toEqual([expected]);
    });

    it.each([
      ['add, left empty', 'note add 2', () => ''],
      ['add, blanks only', 'note add 2', () => ' \n\n\t'],
      ['edit, as it was', 'note edit 1', (before: string) => before],
      ['edit, emptied', 'note edit 1', () => '\n'],
    ])('%s: nothing was changed', async (_what, line, work) => {
      const before = await db().contents();
      const { code, out, err } = await editing(line, work);
      expect({ code, out, err }).toEqual({ code: 0, out: '', err: 'nothing was changed\n' });
      expect(await db().contents()).toBe(before);
      expect(leftFolders()).toEqual([]);
    });

    it('the result is the same for programs', async () => {
      const added = await editing('note add 2 -o ids', () => 'x');
      expect(added).toMatchObject({ code: 0, out: '2\n' });
      expect((await editing('note add 2 --json', () => '')).json()).toEqual({
        results: [],
        summary: { total: 0 },
      });
    });

    it('a dry run opens it, too, and writes nothing', async () => {
      const before = await db().contents();
      const { err } = await editing('note add 2 -n', () => 'x');
      expect(err).toMatch(/added note 2 .*\ndry run: nothing was written\n$/);
      expect(await db().contents()).toBe(before);
    });

    it('the database is free while somebody writes', async () => {
      const other = await editing('note edit 1', async () => {
        expect(await db().run('note', 'add', '1', 'meanwhile')).toMatchObject({ code: 0 });
        return 'mine';
      });
      expect(other.code).toBe(0);
      expect((await texts()).sort()).toEqual(['meanwhile', 'mine']);
    });

    it('what another one saved meanwhile is not written over, and what was written is not lost', async () => {
      const { code, err } = await editing('note edit 1', async () => {
        await db().write((deps) => editNotes(deps, [{ id: 1, text: 'theirs' }]));
        return 'mine\n';
      });
      expect(code).toBe(4);
      expect(err).toContain('Note 1 was changed by somebody else');
      expect(err.replaceAll(/\s+/g, ' ')).toContain(`What you wrote is in ${files[0]}.`);
      expect(await texts()).toEqual(['theirs']);
      expect(await readFile(files[0] ?? '', 'utf8')).toBe('mine\n');
      await rm(path.dirname(files[0] ?? ''), { recursive: true });
    });

    it('a text that is refused is not lost', async () => {
      const { code, err } = await editing('note add 2', () => 'x'.repeat(65_537));
      expect(code).toBe(2);
      expect(err).toContain('at most 65536 characters');
      expect(leftFolders()).toHaveLength(1);
      await rm(path.dirname(files[0] ?? ''), { recursive: true });
    });

    it.each<[string, Editor, number, string]>([
      ['fails', async () => ({ code: 1, signal: null }), 2, 'The editor "vi" ended with code 1; nothing'],
      ['is not there', async () => ({ code: 127, signal: null }), 2, 'VISUAL or EDITOR names another one'],
      [
        'cannot be started',
        () => Promise.reject(Object.assign(new Error('spawn sh ENOENT'), { code: 'ENOENT' })),
        2,
        'could not be started (ENOENT)',
      ],
      ['is stopped by a signal', async () => ({ code: null, signal: 'SIGTERM' }), 130, 'cancelled'],
      ['is stopped in its shell', async () => ({ code: 130, signal: null }), 130, 'cancelled'],
      [
        'takes its file away',
        async (_command, file) => {
          await unlink(file);
          return ended;
        },
        2,
        'The file for the editor is not there (ENOENT)',
      ],
    ])('an editor that %s: nothing is written', async (_what, editor, exitCode, says) => {
      const before = await db().contents();
      for (const line of ['note add 2', 'note edit 1']) {
        const { code, out, err } = await ran(line, {}, editor);
        expect({ code, out }).toEqual({ code: exitCode, out: '' });
        expect(err.replaceAll(/\s+/g, ' ')).toContain(says);
      }
      expect(await db().contents()).toBe(before);
      expect(leftFolders()).toEqual([]);
    });

    it('a request to stop ends it', async () => {
      const interruption = new AbortController();
      const before = await db().contents();
      const { code } = await editing(
        'note edit 1',
        () => {
          interruption.abort();
          return 'x';
        },
        { signal: interruption.signal },
      );
      expect(code).toBe(130);
      expect(await db().contents()).toBe(before);
      expect(leftFolders()).toEqual([]);
    });

    it.each<[string, CliOptions, string]>([
      ['--no-input', {}, '--no-input'],
      ['CI', { env: { CI: '1' } }, ''],
      ['standard input is no terminal', { terminal: { stdout: true, stderr: true } }, ''],
      ['standard error is no terminal', { terminal: { stdin: true, stdout: true } }, ''],
    ])('no editor is opened with %s', async (_what, options, more) => {
      for (const line of ['note add 2', 'note edit 1']) {
        const { code, err } = await editing(`${line} ${more}`, () => 'x', options);
        expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('The text is missing.') });
      }
      expect(files).toEqual([]);
    });

    it('who or what is not there is said before anything is written', async () => {
      expect((await editing('note add nobody', () => 'x')).code).toBe(3);
      expect((await editing('note edit 9', () => 'x')).code).toBe(3);
      expect(files).toEqual([]);
    });
  });
});
