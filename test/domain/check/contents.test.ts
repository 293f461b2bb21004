import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { lookForMissing, lookForOrphans } from '../../../src/domain/check/contents.ts';
import { checkDatabase } from '../../../src/domain/check/operations.ts';
import { usageError } from '../../../src/errors.ts';
import { fillExampleBook } from '../../contract/example-book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

onEachDatabase((db) => {
  it('tells contents that somebody is storing or deleting from those that are orphans or lost', async () => {
    await fillExampleBook(db());
    await db().write(async (deps) => {
      const { sha256, bytes } = await deps.trx('documents').first('sha256', 'bytes');
      const none = { missing: [], orphans: [], leftovers: [] };
      // At the first look its record was not there yet, or its file was not there any more.
      expect(await lookForOrphans(deps, { ...none, orphans: [sha256] })).toEqual({ findings: [] });
      const missing = [{ sha256: 'f'.repeat(64), bytes, record: 'document 9' }];
      expect(await lookForMissing(deps, { ...none, missing })).toEqual({ findings: [] });
    });
  });

  it('warns of documents whose folder is not known, and of files in it that are none of ours', async () => {
    await fillExampleBook(db());
    await db().write(async (deps) => {
      const files = async () => {
        throw usageError('FILES_NOT_SET', 'not set');
      };
      expect(await checkDatabase({ ...deps, files })).toMatchObject([
        { check: 'contents', severity: 'warning', count: 4, hint: expect.stringContaining('KONTOR_FILES') },
      ]);
      const folder = path.join(db().folder, 'files');
      await mkdir(path.join(folder, 'mine'));
      await writeFile(path.join(folder, 'notes.txt'), 'mine');
      expect(await checkDatabase(deps)).toMatchObject([{ check: 'contents', severity: 'warning', count: 2 }]);
    });
  });

  it('finds a folder that cannot be read', async () => {
    await fillExampleBook(db());
    const blocked = path.join(db().folder, 'blocked');
    await writeFile(blocked, 'a file');
    const { code, findings } = await db()
      .runWith({ env: { KONTOR_FILES: blocked } }, 'db', 'check', '--json')
      .then((ran) => ({ code: ran.code, findings: ran.json().findings }));
    expect(code).toBe(8);
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'contents', message: expect.stringContaining('cannot be used') }),
    );
  });
});
