import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { run } from './program.ts';

const portrait = path.resolve(import.meta.dirname, '../fixtures/portrait.png');

/** What the bundler makes of a library that is loaded late is seen in the built program alone. */
describe('libraries that are loaded when they are needed, in the built program', () => {
  let folder: string;
  const must = async (...argv: string[]) => {
    const ended = await run({ folder, db: path.join(folder, 'kontor.db') }, ...argv);
    expect(ended, ended.err).toMatchObject({ code: 0 });
    return ended.out;
  };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-libraries-'));
    await copyFile(inject('sqliteTemplate'), path.join(folder, 'kontor.db'));
    await writeFile(path.join(folder, 'clients.csv'), 'Kunde;Name;Tel\nK-1;J\xf6rg Wei\xdf;1\n', 'latin1');
    await writeFile(path.join(folder, 'map.yaml'), 'Kunde: account.key\nName: contact.fullName\nTel: null\n');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('YAML and encodings: --mapping, and rejected rows in Windows-1252', async () => {
    await must('import', 'clients.csv', '--mapping', 'map.yaml', '--keep-going');
    expect(JSON.parse(await must('contact', 'list', '--json'))).toMatchObject([{ name: 'Jörg Weiß' }]);
  });

  it('names of both languages, phone numbers, photos', async () => {
    await must('seed', 'generate', '--accounts', '2', '--locale', 'de', '--dry-run');
    await must('seed', 'generate', '--accounts', '2', '--locale', 'en', '--dry-run');
    await must('field', 'create', '--scope', 'account', '--type', 'phone', '--label', 'Mobile');
    await must('account', 'edit', 'K-1', '--set', 'mobile=+49 30 1234567');
    await must('account', 'photo', 'set', 'K-1', portrait);
    expect(JSON.parse(await must('account', 'show', 'K-1', '--json')).photo).toMatchObject({
      mediaType: 'image/png',
    });
  });

  it('Q2: letters that are none of ASCII are folded as in the source', async () => {
    await must('account', 'create', '--type', 'individual', '--new-contact', 'Erika Müller-Weiß');
    for (const text of ['mueller', 'muller', 'MÜLLER', 'weiss'])
      expect(await must('search', text), text).toContain('Erika Müller-Weiß');
    await must('db', 'check');
  });
});
