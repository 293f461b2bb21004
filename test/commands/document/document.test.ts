import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestApprovals } from '../../../src/domain/approval/operations.ts';
import { requestSignatures } from '../../../src/domain/signature/operations.ts';
import { setAccess } from '../../domain/access/book.ts';
import { audit } from '../../domain/fixtures.ts';
import { filesBelow, mode, sha256 } from '../../files/folder.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

const now = '2026-03-04T05:06:07.890Z';
const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1');

describe('document', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      await writeFile(at('return.pdf'), pdf);
      await writeFile(at('a.txt'), 'Grüße');
    });
    const at = (...names: string[]) => path.join(db().folder, ...names);
    const run = (line: string) => db().run('document', ...words(line));
    const stored = () => filesBelow(at('files'));
    const kept = (content: Buffer | string) => `${sha256(content).slice(0, 2)}/${sha256(content)}`;
    const upload = () => run('add 2 a.txt return.pdf --from jan@weiss.example');

    describe('add', () => {
      it('says what was added where', async () => {
        expect(await run('add crm-2 return.pdf ./a.txt')).toMatchObject({
          code: 0,
          out: '',
          err:
            '✓ added document 1 "return.pdf" of account 2 "Weiß GmbH" (15 B)\n' +
            '✓ added document 2 "a.txt" of account 2 "Weiß GmbH" (7 B)\n',
        });
        expect((await run('add 2 return.pdf -o ids')).out).toBe('3\n');
        expect(await stored()).toEqual([kept(pdf), kept('Grüße')].sort());
      });

      it('for programs: the whole of it', async () => {
        const ran = await run('add 2 return.pdf --name "Return 2025.pdf" --at 2026-03-01 --json');
        expect(ran.json()).toEqual({
          results: [
            {
              outcome: 'created',
              id: 1,
              name: 'Return 2025.pdf',
              account: { id: 2, name: 'Weiß GmbH' },
              mediaType: 'application/pdf',
              bytes: 15,
              sha256: sha256(pdf),
              addedAt: '2026-03-01T00:00:00.000Z',
              notified: [],
              warnings: [],
            },
          ],
          summary: { total: 1, created: 1 },
        });
      });

      it('T2: says who is notified, unless nobody is to be', async () => {
        await setAccess(db(), 2, 2, { login: true, notify: true });
        const ran = await run('add 2 return.pdf a.txt');
        expect(ran.code).toBe(0);
        expect(ran.err).toContain('\nnotified: jan@weiss.example\n');
        expect((await run('add 2 return.pdf --json')).json().results[0].notified).toEqual([
          'jan@weiss.example',
        ]);
        expect((await run('add 2 return.pdf --no-notify')).err).not.toContain('notified');
        expect((await run('add 2 return.pdf --from 2')).err).not.toContain('notified');
        const mails = await db().read(({ trx }) => trx('mails'));
        expect(mails).toHaveLength(2);
      });

      it('A9: also to an archived account', async () => {
        expect(await run('add 3 return.pdf')).toMatchObject({ code: 0 });
      });

      it('a second time it is another document with the same content', async () => {
        await run('add 2 return.pdf');
        expect((await run('add 2 return.pdf')).err).toContain('added document 2');
        expect(await stored()).toEqual([kept(pdf)]);
      });

      it('is refused, and nothing is half stored', async () => {
        await mkdir(at('folder'));
        await symlink(at('a.txt'), at('link.txt'));
        await writeFile(at('empty'), '');
        await writeFile(at('red\u001b[31m'), 'x');
        await expectRefusals(db(), [
          ['no account', 'document add 99 a.txt', 3, 'ACCOUNT_NOT_FOUND', '99'],
          ['no contact', 'document add 2 a.txt --from 99', 3, 'CONTACT_NOT_FOUND', '99'],
          ['a stranger', 'document add 2 a.txt --from 3', 3, 'NOT_LINKED', 'kontor account show id:2'],
          ['no file named', 'document add 2', 2, 'MISSING_ARGUMENT', 'file'],
          ['no file', 'document add 2 a.txt sub/b.txt', 3, 'FILE_NOT_FOUND', 'There is no file sub/b.txt.'],
          ['a folder', 'document add 2 a.txt folder', 2, 'NO_FILE', 'folder is a folder'],
          ['a link', 'document add 2 a.txt link.txt', 2, 'NO_FILE', 'link.txt is a symbolic link'],
          ['a device', 'document add 2 a.txt /dev/null', 2, 'NO_FILE', '/dev/null is a device'],
          ['nothing in it', 'document add 2 a.txt empty', 2, 'FILE_EMPTY', 'empty is empty'],
          ['two names', 'document add 2 a.txt return.pdf --name x', 2, 'INVALID_INPUT', '--name is for one'],
          ['a path as name', 'document add 2 a.txt --name ../../x', 2, 'INVALID_INPUT', 'without a path'],
          ['another path', 'document add 2 a.txt --name a/b', 2, 'INVALID_INPUT', 'without a path'],
          ['no name', 'document add 2 a.txt --name ""', 2, 'INVALID_INPUT', 'must not be empty'],
          ['odd file name', 'document add 2 red\u001b[31m', 2, 'INVALID_DOCUMENT_NAME', '--name'],
          ['the future', 'document add 2 a.txt --at 2030-01-01', 2, 'INVALID_TIME', 'future'],
          ['no time', 'document add 2 a.txt --at soon', 2, 'INVALID_TIME', 'no time'],
        ]);
        expect(await stored()).toEqual([]);
      });

      it('a dry run stores nothing at all', async () => {
        expect(await run('add 2 a.txt --dry-run')).toMatchObject({ code: 0 });
        expect(await stored()).toEqual([]);
        await expect(stat(at('files'))).rejects.toMatchObject({ code: 'ENOENT' });
        expect(await run('add 2 missing --dry-run')).toMatchObject({ code: 3 });
      });

      it('says where documents could be kept when it is not known', async () => {
        const ran = await db().runWith(
          { env: { KONTOR_FILES: '', KONTOR_DB: 'postgres://nobody@127.0.0.1:9/none' } },
          ...words('document add 2 a.txt --json'),
        );
        expect(ran.code).toBe(6);
        await db().runWith({ env: { KONTOR_FILES: '' } }, ...words('document add 2 a.txt'));
        if (db().kind === 'sqlite') expect(await filesBelow(at('kontor.db.files'))).toHaveLength(1);
        else expect(await filesBelow(at('.'))).not.toContain(kept('Grüße'));
      });
    });

    describe('list and show', () => {
      beforeEach(async () => {
        await upload();
        await run('add 1 return.pdf --at 2026-03-01');
        await run('seen 2');
      });

      it('A12, O1: newest first below whose they are; NEW in a word', async () => {
        const ran = await run('list 2');
        expect(ran).toMatchObject({ code: 0, err: '' });
        const lines = ran.out.split('\n');
        expect(lines.slice(0, 2)).toEqual(['#2  Weiß GmbH', 'company · no photo · not archived']);
        expect(ran.out).toMatch(/\n\s*2\s+return\.pdf\s+Weiß GmbH\s+Jan Weiß\s+15 B\s+2026-03-04 05:06\n/);
        expect(ran.out).toMatch(/\n\s*1\s+NEW\s+a\.txt\s/);
        expect((await run('list')).out).toMatch(/3\s+return\.pdf\s+Erika Müller\s+tester \(firm\)/);
        expect((await run('list')).out).not.toContain('#2  Weiß GmbH');
      });

      it('fits a terminal of 80 columns', async () => {
        const ran = await db().runWith(
          { terminal: { stdout: true }, columns: 80 },
          ...words('document list 2 --no-color'),
        );
        for (const line of ran.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
      });

      it('filters, order, pages, formats', async () => {
        const ids = async (line: string) =>
          (await run(`list ${line} -o ids`)).out.trim().split('\n').join(' ');
        expect(await ids('')).toBe('2 1 3');
        expect(await ids('--new')).toBe('1');
        expect(await ids('--from firm')).toBe('3');
        expect(await ids('--sort name')).toBe('1 2 3');
        expect(await ids('--sort -size --limit 1')).toBe('3');
        expect(await ids('2 --limit 1 --page 2')).toBe('1');
        expect(await run('list --sort bytes --json')).toMatchObject({ code: 2 });
        expect((await run('list --sort bytes --json')).error()).toMatchObject({
          code: 'UNKNOWN_SORT',
          hint: expect.stringContaining('added, name, size, id'),
        });
        expect(await run('list 3')).toMatchObject({ code: 0, err: 'No documents.\n' });
        expect((await run('list 2 --json')).json()[0]).toEqual({
          id: 2,
          name: 'return.pdf',
          account: { id: 2, name: 'Weiß GmbH' },
          mediaType: 'application/pdf',
          bytes: 15,
          sha256: sha256(pdf),
          from: { side: 'client', name: 'Jan Weiß', contact: { id: 2, name: 'Jan Weiß' } },
          new: false,
          addedAt: now,
          seenAt: now,
          seenBy: 'tester',
        });
        expect((await run('list 99 --json')).error()).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
      });

      it('A12: a page about one, which stays new', async () => {
        const ran = await run('show 1');
        expect(ran).toMatchObject({ code: 0, err: '' });
        expect(ran.out.split('\n')).toEqual([
          '#2  Weiß GmbH',
          'company · no photo · not archived',
          '',
          'Document 1: a.txt',
          'NEW',
          '',
          'From:    Jan Weiß',
          `Added:   ${now}`,
          'Type:    text/plain',
          'Size:    7 B (7 bytes)',
          `SHA-256: ${sha256('Grüße')}`,
          '',
        ]);
        expect((await run('show 1 --json')).json()).toMatchObject({
          id: 1,
          new: true,
          account: { id: 2, name: 'Weiß GmbH', type: 'company', archivedAt: null },
        });
        expect((await run('show 2')).out).toContain(`Seen:    ${now} by tester\n`);
        await expectRefusals(db(), [
          ['none', 'document show 99', 3, 'DOCUMENT_NOT_FOUND', 'kontor document list'],
          ['no number', 'document show a.txt', 2, 'INVALID_INPUT', 'must be the number of a document'],
        ]);
      });

      it('what data holds moves no terminal', async () => {
        await db().write(({ trx }) =>
          trx('documents').where({ id: 1 }).update({ name: 'a\u202eb\u001b[2J' }),
        );
        for (const line of ['list 2', 'show 1', 'seen 1', 'delete 1 -y']) {
          const ran = await run(line);
          expect(ran.code, ran.err).toBe(0);
          expect(ran.out + ran.err).not.toMatch(/[\u001b\u202e]/);
        }
      });
    });

    describe('get', () => {
      beforeEach(() => upload());

      it('writes the content under its own name or another, for the owner alone, and it is seen', async () => {
        await mkdir(at('out'));
        const cwd = at('out');
        const get = (line: string) => db().runWith({ cwd }, 'document', 'get', ...words(line));
        expect(await get('1')).toMatchObject({
          code: 0,
          out: '',
          err: '✓ wrote a.txt (7 B): document 1 "a.txt" of account 2 "Weiß GmbH"\n',
        });
        expect(await readFile(at('out', 'a.txt'), 'utf8')).toBe('Grüße');
        expect(await mode(at('out', 'a.txt'))).toBe('600');
        expect((await get('2 --out ../copy.pdf --json')).json()).toMatchObject({
          id: 2,
          file: '../copy.pdf',
          new: false,
          seenAt: now,
          seenBy: 'tester',
        });
        expect(await readFile(at('copy.pdf'))).toEqual(pdf);
        expect((await run('list 2 --new -o count')).out).toBe('0\n');
      });

      it('never over what is there, unless told to, and never through a link', async () => {
        await writeFile(at('precious'), 'mine');
        await symlink(at('precious'), at('link'));
        await symlink(at('nowhere'), at('dangling'));
        await expectRefusals(db(), [
          ['own name', 'document get 1', 4, 'FILE_EXISTS', 'a.txt exists already'],
          ['named', 'document get 1 --out precious', 4, 'FILE_EXISTS', '--force'],
          ['a link', 'document get 1 --out link --force', 2, 'FILE_UNWRITABLE', 'symbolic link'],
          ['to nowhere', 'document get 1 --out dangling', 4, 'FILE_EXISTS', 'dangling'],
          ['a folder', 'document get 1 --out . --force', 2, 'FILE_UNWRITABLE', 'not a file'],
          ['no folder', 'document get 1 --out no/x', 2, 'FILE_UNWRITABLE', 'no/x'],
          ['standard output', 'document get 1 --out -', 2, 'INVALID_INPUT', 'standard output'],
          ['nothing', 'document get 1 --out ""', 2, 'INVALID_INPUT', 'must be a file'],
          ['none', 'document get 99 --out x', 3, 'DOCUMENT_NOT_FOUND', 'document list'],
        ]);
        expect(await readFile(at('precious'), 'utf8')).toBe('mine');
        await expect(stat(at('nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
        expect(await run('get 1 --out precious --force')).toMatchObject({ code: 0 });
        expect(await readFile(at('precious'), 'utf8')).toBe('Grüße');
      });

      it('a damaged or missing content gives nothing, and it stays new', async () => {
        await writeFile(at('files', kept('Grüße')), 'Gruß');
        await expectRefusals(db(), [
          ['damaged', 'document get 1 --out x', 6, 'CONTENT_DAMAGED', 'from a backup'],
          ['a dry run, too', 'document get 1 --out x -n', 6, 'CONTENT_DAMAGED', 'from a backup'],
        ]);
        await expect(stat(at('x'))).rejects.toMatchObject({ code: 'ENOENT' });
        expect((await filesBelow(at('.'))).filter((name) => name.startsWith('.kontor'))).toEqual([]);
      });

      it('a dry run writes no file', async () => {
        const before = await db().contents();
        expect(await run('get 1 --out x --dry-run')).toMatchObject({
          code: 0,
          err: expect.stringContaining('would write x (7 B)'),
        });
        await expect(stat(at('x'))).rejects.toMatchObject({ code: 'ENOENT' });
        expect(await db().contents()).toBe(before);
      });

      it('a name that would do harm as the name of a file is changed', async () => {
        await run('add 1 a.txt --name .bashrc --from 1');
        expect((await run('get 3')).err).toContain('wrote _bashrc (7 B): document 3 ".bashrc"');
        expect(await readFile(at('_bashrc'), 'utf8')).toBe('Grüße');
      });
    });

    describe('seen', () => {
      beforeEach(() => upload());

      it('by number, or all new ones of an account; again it changes nothing', async () => {
        expect(await run('seen 2')).toMatchObject({
          code: 0,
          out: '',
          err: '✓ seen: document 2 "return.pdf" of account 2 "Weiß GmbH"\n',
        });
        expect((await run('seen 2')).err).toBe(
          '✓ document 2 "return.pdf" of account 2 "Weiß GmbH" is not new\n',
        );
        expect((await run('seen --account crm-2 --json')).json()).toEqual({
          results: [
            {
              outcome: 'updated',
              id: 1,
              name: 'a.txt',
              account: { id: 2, name: 'Weiß GmbH' },
              warnings: [],
            },
          ],
          summary: { total: 1, updated: 1 },
        });
        expect(await run('seen --account 2')).toMatchObject({ code: 0, err: 'no new documents\n' });
      });

      it('is refused', () =>
        expectRefusals(db(), [
          ['nothing named', 'document seen', 2, 'INVALID_INPUT', '--account'],
          ['both', 'document seen 1 --account 2', 2, 'INVALID_INPUT', 'not both'],
          ['none', 'document seen 1 99', 3, 'DOCUMENT_NOT_FOUND', '99'],
          ['before', 'document seen 1 --at 2026-01-01', 2, 'INVALID_TIME', 'before document 1 was added'],
        ]));
    });

    describe('delete', () => {
      beforeEach(async () => {
        await upload();
        await run('add 1 a.txt --name same.txt');
      });

      it('a content goes with its last document', async () => {
        expect(await run('delete 1 --yes')).toMatchObject({
          code: 0,
          out: '',
          err: '✓ deleted document 1 "a.txt" of account 2 "Weiß GmbH"\n',
        });
        expect(await stored()).toEqual([kept(pdf), kept('Grüße')].sort());
        await run('rm 3 --yes');
        expect(await stored()).toEqual([kept(pdf)]);
        await run('delete 2 --yes --dry-run');
        expect(await stored()).toEqual([kept(pdf)]);
        expect(await run('get 2 --out x')).toMatchObject({ code: 0 });
      });

      it('asks, and says what goes along', async () => {
        await setAccess(db(), 2, 2, { login: true });
        await db().write((deps) => requestApprovals(deps, [{ documentId: 1 }, { documentId: 2 }]));
        await db().write((deps) => requestSignatures(deps, [{ documentId: 1 }]));
        await expectRefusals(db(), [
          [
            'one',
            'document delete 1',
            2,
            'CONFIRMATION_NEEDED',
            'Delete document 1 "a.txt" of account 2 "Weiß GmbH", with 1 approval and 1 signature request?',
          ],
          [
            'several',
            'document delete 1 2 3',
            2,
            'CONFIRMATION_NEEDED',
            'Delete 3 documents: 1 "a.txt", 2 "return.pdf", 3 "same.txt", with 2 approvals and 1 signature request?',
          ],
          ['none', 'document delete 1 99 --yes', 3, 'DOCUMENT_NOT_FOUND', '99'],
        ]);
        expect(await stored()).toHaveLength(2);
        expect((await run('delete 1 2 --yes --json')).json()).toMatchObject({
          results: [
            { outcome: 'deleted', id: 1, approvals: 1, signatures: 1 },
            { outcome: 'deleted', id: 2, approvals: 1, signatures: 0 },
          ],
          summary: { total: 2, deleted: 2 },
        });
        expect((await audit(db())).at(-1)).toMatchObject({ record: 'document', command: 'document delete' });
      });

      it('A10: contents go with their account, but for those that others need', async () => {
        await db().run('account', 'archive', '2');
        expect(await db().run('account', 'delete', '2', '--yes')).toMatchObject({ code: 0 });
        expect(await stored()).toEqual([kept('Grüße')]);
        expect(await run('get 3')).toMatchObject({ code: 0 });
      });
    });
  });
});
