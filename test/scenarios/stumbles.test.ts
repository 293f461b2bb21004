import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/domain/text/shell.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { cli } from '../helpers/run-cli.ts';

/** What a first attacker of the program stumbled over. */
describe('stumbles', () => {
  onEachDatabase((db) => {
    const account = (name: string) =>
      db().run('account', 'create', '--name', name, '--new-contact', `${name} contact`);

    it('a file of two encodings is refused, naming a line of each', async () => {
      const file = path.join(db().folder, 'mixed.csv');
      const lines = ['First name,Last name\n', 'Jörg,Müller\n', 'Kä,Weiß\n'];
      const encodings = ['utf8', 'utf8', 'latin1'] as const;
      await writeFile(file, Buffer.concat(lines.map((line, at) => Buffer.from(line, encodings[at]))));
      const ran = await db().run('import', file, '-o', 'json');
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'MIXED_ENCODINGS',
        details: { lines: { utf8: 2, other: 3 } },
      });
      expect((await db().run('import', file, '--encoding', 'windows-1252')).code).toBe(0);
    });

    it('digits alone are an id; the hint says how a name or key of digits is given', async () => {
      await account('4242');
      const ran = await db().run('account', 'show', '4242');
      expect(ran.code).toBe(3);
      expect(ran.err).toContain('name:4242 or key:4242');
      expect((await db().run('account', 'show', 'name:4242')).code).toBe(0);
    });

    it('search goes on to the next page', async () => {
      for (const name of ['Haus A', 'Haus B', 'Haus C', 'Haus D', 'Haus E']) await account(name);
      const page = async (number: string) =>
        (await db().run('search', 'haus', '--limit', '2', '--page', number, '-o', 'ids')).out;
      expect([await page('1'), await page('2'), await page('3'), await page('4')]).toEqual([
        '1\n2\n',
        '3\n4\n',
        '5\n',
        '',
      ]);
    });

    it('what does not exist counts 0 and has no id', async () => {
      expect(await db().run('account', 'exists', 'nobody', '-o', 'count')).toMatchObject({
        code: 3,
        out: '0\n',
      });
      expect(await db().run('account', 'exists', 'nobody', '-o', 'ids')).toMatchObject({ code: 3, out: '' });
    });

    it('a day that the calendar does not have is refused', async () => {
      expect((await db().run('audit', 'list', '--since', '2026-02-30')).code).toBe(2);
      expect((await db().run('audit', 'list', '--since', '2026-02-28')).code).toBe(0);
    });

    it('G1: a tag name holds none of the characters that separate tags', async () => {
      for (const name of ['a,b', 'a;b', 'a|b']) expect((await db().run('tag', 'create', name)).code).toBe(2);
    });

    it('what was saved is not reported as failed because standard error is full', async () => {
      const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
      const stderr = new Writable({ write: (_chunk, _encoding, done) => done(full) });
      stderr.on('error', () => {});
      expect((await db().runWith({ stderr }, 'tag', 'create', 'VIP')).code).toBe(0);
      expect((await db().run('tag', 'list', '-o', 'count')).out).toBe('1\n');
    });
  });

  it.each([
    ['postgres://u:secret/pw#x@127.0.0.1/x', 'INVALID_DATABASE_URL'],
    ['postgres://u:secretpw@[::1', 'INVALID_DATABASE_URL'],
    ['postgres:u:secretpw@127.0.0.1/x', 'UNKNOWN_DATABASE'],
  ])('%s is no defect of ours, and its password stays hidden', async (db, code) => {
    const ran = await cli({ db }).run('account', 'list', '-o', 'json');
    expect(ran.code).toBe(2);
    expect(ran.error().code).toBe(code);
    expect(ran.err).not.toContain('secret');
  });

  it('a template has no ids and no count', async () => {
    for (const format of ['ids', 'count']) {
      expect(await cli().run('import', 'template', '-o', format)).toMatchObject({ code: 2, out: '' });
    }
  });

  it.each([
    ['VIP', 'VIP'],
    ['a b', "'a b'"],
    ["$(id) 'x'", "'$(id) '\\''x'\\'''"],
  ])('a hint quotes %s so that a shell leaves it alone', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });
});
