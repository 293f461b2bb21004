import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { images, noImages } from '../../domain/photo/images.ts';
import { filesBelow, sha256 } from '../../files/folder.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import type { CliOptions } from '../../helpers/run-cli.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

const now = '2026-03-04T05:06:07.890Z';
const png = {
  sha256: sha256(images.png),
  mediaType: 'image/png',
  bytes: images.png.length,
  setBy: 'tester',
  contact: null,
  setAt: now,
};
const none = { sha256: null, mediaType: null, bytes: null, setBy: null, contact: null, setAt: null };
const weiss = { id: 2, name: 'Weiß GmbH', type: 'company', archivedAt: null };

describe('account photo', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      await writeFile(at('a.png'), images.png);
      await writeFile(at('b.jpg'), images.jpeg);
    });
    const at = (...names: string[]) => path.join(db().folder, ...names);
    const photo = (line: string) => db().run('account', 'photo', ...words(line));
    const stored = () => filesBelow(at('files'));
    const kept = (content: Buffer) => `${sha256(content).slice(0, 2)}/${sha256(content)}`;

    it('A6: set says what it did, whatever the photo was before', async () => {
      expect(await photo('set crm-2 a.png')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ set the photo of account 2 "Weiß GmbH": image/png, 70 B\n',
      });
      expect((await photo('set 2 a.png')).err).toBe('✓ account 2 "Weiß GmbH" has that photo already\n');
      expect((await photo('set 2 b.jpg')).err).toMatch(/^✓ replaced the photo of account 2 .*: image\/jpeg/);
      expect((await photo('remove 2')).err).toBe('✓ removed the photo of account 2 "Weiß GmbH"\n');
      expect((await photo('remove 2')).err).toBe('✓ account 2 "Weiß GmbH" has no photo\n');
    });

    describe('A6: show on a terminal', () => {
      const photos = path.join(import.meta.dirname, '../../fixtures/photos');
      const show = (options: CliOptions, ...more: string[]) =>
        db().runWith({ terminal: true, ...options }, 'account', 'photo', 'show', '2', ...more);
      beforeEach(async () => {
        await photo(`set 2 ${path.join(photos, 'two.webp')}`);
      });

      it('draws the photo below what is known about it, as the terminal can', async () => {
        const { code, out, err } = await show({ env: { TERM: 'xterm-256color', COLORTERM: 'truecolor' } });
        expect({ code, err }).toEqual({ code: 0, err: '' });
        expect(out).toContain('image/webp');
        expect(out.endsWith('▀\x1b[49m\x1b[39m\n')).toBe(true);
        expect(out).toContain('\x1b[38;2;255;0;0m');
        expect((await show({ env: { TERM: 'xterm-kitty' } })).out).toContain('\x1b_Ga=T,');
        expect((await show({ env: { TERM: 'xterm' } }, '--picture', 'sixel')).out).toContain('\x1bP0;');
        const plain = (await show({ env: { NO_COLOR: '1', TERM: 'xterm' } })).out;
        expect(plain).not.toContain('\x1b');
        expect(plain).toContain('░░░░░░░░');
      });

      it('only there, and only where it is wanted', async () => {
        const without = (await show({ env: { NO_COLOR: '1', TERM: 'xterm' } }, '--no-picture')).out;
        expect(without).toMatch(/SHA-256.*\n.*\n?$/);
        expect(without).not.toContain('░');
        expect((await show({ env: { NO_COLOR: '1', TERM: 'dumb' } })).out).toBe(without);
        expect((await photo('show 2')).out).not.toContain('░');
        expect(Object.keys((await show({}, '--json')).json())).not.toContain('picture');
        expect((await show({ env: { NO_COLOR: '1' } }, '--fields', 'mediaType')).out).not.toContain('░');
      });

      it('what cannot be drawn is told, and all else is shown', async () => {
        const content = sha256(await readFile(path.join(photos, 'two.webp')));
        await writeFile(at('files', content.slice(0, 2), content), 'x');
        const damaged = await show({ env: { TERM: 'xterm' } });
        expect(damaged.code).toBe(0);
        expect(damaged.out).toContain('image/webp');
        expect(damaged.out.replace(/\s+/g, ' ')).toContain('The picture is not drawn: The content');
        await writeFile(at('cut.png'), images.png.subarray(0, 50));
        expect((await photo('set 2 cut.png')).code).toBe(0);
        const cut = await show({ env: { TERM: 'xterm' } });
        expect(cut.code).toBe(0);
        expect(cut.out).toContain('The picture is not drawn: it is damaged');
      });

      it('refuses --picture for anything else', () =>
        expectRefusals(db(), [
          ['set', 'account photo set 2 a.png --no-picture', 2, 'INVALID_INPUT', 'is for show alone'],
          ['way', 'account photo show 2 --picture ascii', 2, 'INVALID_INPUT', 'kitty, iterm2, sixel, blocks'],
        ]));
    });

    it('for programs: set and remove with what became of it', async () => {
      const json = async (line: string) => (await photo(`${line} --json`)).json();
      expect(await json('set 2 a.png')).toEqual({ outcome: 'created', account: weiss, ...png });
      expect(await json('set 2 a.png')).toMatchObject({ outcome: 'unchanged', ...png });
      expect(await json('set 2 b.jpg --from erika@mueller.example --at 2026-03-01')).toMatchObject({
        outcome: 'updated',
        mediaType: 'image/jpeg',
        setBy: 'Erika Müller',
        contact: { id: 1, name: 'Erika Müller' },
        setAt: '2026-03-01T00:00:00.000Z',
      });
      expect(await json('remove 2')).toMatchObject({ outcome: 'deleted', sha256: sha256(images.jpeg) });
      expect(await json('remove 2')).toEqual({ outcome: 'unchanged', account: weiss, ...none });
      expect((await photo('set 2 a.png -o ids')).out).toBe('2\n');
    });

    it('A6, A12: show says whose it is, where it is kept, how large it is, who set it', async () => {
      await photo('set 2 b.jpg --from jan@weiss.example');
      const ran = await photo('show 2');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out.replace(db().folder, '').split('\n')).toEqual([
        '#2  Weiß GmbH',
        'company · photo · not archived',
        '',
        `Path:    /files/${kept(images.jpeg)}`,
        'Type:    image/jpeg',
        `Size:    ${images.jpeg.length} B (${images.jpeg.length} bytes)`,
        'Set by:  Jan Weiß (contact 2)',
        `Set at:  ${now}`,
        `SHA-256: ${sha256(images.jpeg)}`,
        '',
      ]);
      await photo('set 2 a.png');
      const shown = (await photo('show 2 --json')).json();
      expect(shown).toEqual({ account: weiss, ...png, path: at('files', kept(images.png)) });
      expect(await readFile(shown.path)).toEqual(images.png);
      expect((await stat(shown.path)).mode & 0o777).toBe(0o600);
      expect((await photo('show 2 --fields path -o csv')).out).toBe(`path\r\n${shown.path}\r\n`);
    });

    it('A12: accounts say that they have one, and lists and pages which', async () => {
      await photo('set 2 a.png');
      const json = async (line: string) => (await db().run(...words(line), '--json')).json();
      expect((await json('account show 2')).photo).toEqual(png);
      expect((await json('account list --type company'))[0].photo).toEqual(png);
      expect((await json('account show 1')).photo).toBeNull();
      const page = (await db().run('account', 'show', '2')).out;
      expect(page).toContain('company · photo · not archived');
      expect(page).toMatch(/^Photo: +image\/png, 70 B, set by tester on 2026-03-04$/m);
    });

    it('what is replaced or removed leaves the store, unless another account needs it', async () => {
      await photo('set 2 a.png');
      await photo('set 1 a.png');
      expect(await stored()).toEqual([kept(images.png)]);
      await photo('set 2 b.jpg');
      expect(await stored()).toEqual([kept(images.png), kept(images.jpeg)].sort());
      await photo('remove 1');
      expect(await stored()).toEqual([kept(images.jpeg)]);
      await photo('remove 2');
      expect(await stored()).toEqual([]);
    });

    it('A10: the photo of an account that is deleted leaves the store', async () => {
      await photo('set 3 a.png');
      await db().run('account', 'delete', '3', '--yes');
      expect(await stored()).toEqual([]);
    });

    it('export writes it to the file that is named, else to one called after the account', async () => {
      await photo('set 2 b.jpg');
      expect(await photo('export 2')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ wrote the photo of account 2 "Weiß GmbH" to account-2.jpg\n',
      });
      expect(await readFile(at('account-2.jpg'))).toEqual(images.jpeg);
      await mkdir(at('one', 'two'), { recursive: true });
      const { code, out } = await db().runWith(
        { cwd: at('one', 'two') },
        ...words('account photo export 2 ../../x --json'),
      );
      expect({ code, file: JSON.parse(out).file }).toEqual({ code: 0, file: '../../x' });
      expect(await readFile(at('x'))).toEqual(images.jpeg);
    });

    it('export replaces a file with --force alone, and nothing that is no file', async () => {
      await photo('set 2 a.png');
      await writeFile(at('mine'), 'precious');
      await symlink(at('mine'), at('link'));
      await symlink(at('nowhere'), at('dangling'));
      await mkdir(at('folder'));
      await expectRefusals(db(), [
        ['a file', 'account photo export 2 mine', 4, 'FILE_EXISTS', '--force'],
        ['a link', 'account photo export 2 link', 4, 'FILE_EXISTS', 'link exists'],
        ['a link to nowhere', 'account photo export 2 dangling', 4, 'FILE_EXISTS', 'dangling exists'],
        ['a forced link', 'account photo export 2 link --force', 2, 'FILE_UNWRITABLE', 'symbolic link'],
        ['a forced folder', 'account photo export 2 folder --force', 2, 'FILE_UNWRITABLE', 'not a file'],
        ['a device', 'account photo export 2 /dev/null --force', 2, 'FILE_UNWRITABLE', 'not a file'],
        ['no folder', 'account photo export 2 gone/x', 2, 'FILE_UNWRITABLE', 'its folder is not there'],
      ]);
      expect(await readFile(at('mine'), 'utf8')).toBe('precious');
      expect((await photo('export 2 mine --force')).code).toBe(0);
      expect(await readFile(at('mine'))).toEqual(images.png);
    });

    it('dry runs write nothing, neither to the database nor to the store nor elsewhere', async () => {
      const state = async () => [await db().contents(), await stored()];
      let before = await state();
      const set = await photo('set 2 a.png -n');
      expect(set.err).toMatch(/^✓ set the photo .*\ndry run: nothing was written\n$/);
      expect(await state()).toEqual(before);
      await photo('set 2 a.png');
      before = await state();
      for (const line of ['set 2 b.jpg', 'remove 2', 'export 2 out.png']) {
        const ran = await photo(`${line} --dry-run`);
        expect(ran, line).toMatchObject({ code: 0, err: expect.stringContaining('dry run: ') });
        expect(await state(), line).toEqual(before);
      }
      await expect(stat(at('out.png'))).rejects.toThrow('ENOENT');
      expect((await photo('show 2 --dry-run')).err).toBe('');
    });

    it('refuses what is no photo, and stores nothing of it', async () => {
      await writeFile(at('photo.png'), noImages['an SVG drawing'] ?? '');
      await writeFile(at('large.png'), Buffer.concat([images.png, Buffer.alloc(6 * 1024 * 1024)]));
      await writeFile(at('empty.png'), '');
      await symlink(at('a.png'), at('link.png'));
      await mkdir(at('folder.png'));
      const set = (file: string) => `account photo set 2 ${file}`;
      await expectRefusals(db(), [
        ['an SVG', set('photo.png'), 2, 'NOT_A_PHOTO', 'photo.png is no photo but an SVG drawing'],
        ['6 MB', set('large.png'), 2, 'FILE_TOO_LARGE', 'larger than a photo may be (5 MB)'],
        ['nothing', set('empty.png'), 2, 'FILE_EMPTY', 'empty.png is empty'],
        ['a link', set('link.png'), 2, 'NO_FILE', 'a symbolic link'],
        ['a folder', set('folder.png'), 2, 'NO_FILE', 'a folder'],
        ['a device', set('/dev/zero'), 2, 'NO_FILE', 'a device'],
        ['gone', set('gone.png'), 3, 'FILE_NOT_FOUND', 'There is no file gone.png'],
      ]);
      expect(await stored()).toEqual([]);
    });

    it('refuses wrong lines, naming what is wrong', async () => {
      await photo('set 2 a.png');
      await expectRefusals(db(), [
        [
          'action',
          'account photo add 2 a.png',
          2,
          'INVALID_INPUT',
          '<action> must be one of set, show, export, remove',
        ],
        ['order', 'account photo 2 show', 2, 'INVALID_INPUT', 'not "2"'],
        ['account', 'account photo show', 2, 'MISSING_ARGUMENT', '<account> is missing'],
        ['no file', 'account photo set 2', 2, 'INVALID_INPUT', '<file> is missing'],
        ['a file', 'account photo show 2 a.png', 2, 'INVALID_INPUT', '<file> is not for show'],
        ['from', 'account photo remove 2 --from 1', 2, 'INVALID_INPUT', '--from is for set alone'],
        ['force', 'account photo set 2 a.png --force', 2, 'INVALID_INPUT', '--force is for export alone'],
        ['nobody', 'account photo show nobody', 3, 'ACCOUNT_NOT_FOUND', 'nobody'],
        ['none', 'account photo show 1', 3, 'NO_PHOTO', 'kontor account photo set 1 FILE'],
        ['none to export', 'account photo export 1', 3, 'NO_PHOTO', 'Account 1 "Erika Müller" has no photo'],
        [
          'link',
          'account photo set 1 a.png --from jan@weiss.example',
          3,
          'NOT_LINKED',
          'Contact 2 is not linked',
        ],
        ['time', 'account photo set 1 a.png --at tomorrow', 2, 'INVALID_TIME', 'is no time'],
      ]);
      expect(await stored()).toEqual([kept(images.png)]);
    });

    it('a photo that the store has lost is an error of the store, and can be set again', async () => {
      await photo('set 2 a.png');
      await rm(at('files', kept(images.png)));
      const ran = await photo('export 2 out.png --json');
      expect(ran).toMatchObject({ code: 6 });
      expect(ran.error().code).toBe('CONTENT_MISSING');
      expect((await photo('set 2 a.png')).code).toBe(0);
      expect((await photo('export 2 out.png')).code).toBe(0);
    });
  });
});
