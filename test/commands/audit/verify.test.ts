import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import { verifyChain } from '../../../src/domain/audit/verify.ts';
import { createTags } from '../../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { sealing, testDeps } from '../../helpers/deps.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

const hash = /[0-9a-f]{64}/;

describe('audit verify', () => {
  onEachDatabase((db) => {
    const verify = (line = '') => db().run('audit', 'verify', ...words(line));
    const tamper = (sql: string) => db().database.write((trx) => trx.raw(sql), { dryRun: false });

    it('H1: says what was verified, and the head to be noted', async () => {
      expect(await verify()).toMatchObject({
        code: 0,
        out: 'Entries: 0 in 0 sets\nHead:    none yet\n',
        err: '✓ the record of changes is what was sealed\n',
      });
      await fillBook(db());
      const ran = await verify();
      expect(ran).toMatchObject({ code: 0, err: '✓ the record of changes is what was sealed\n' });
      expect(ran.out).toMatch(/^Entries: 16 in 6 sets\nHead: {4}6:[0-9a-f]{64}\n$/);
      const json = (await verify('--json')).json();
      expect(json).toEqual({
        sound: true,
        entries: 16,
        sets: 6,
        earlierEntries: 0,
        replacedSeals: 0,
        replacedSinceNoted: null,
        head: expect.stringMatching(/^6:[0-9a-f]{64}$/),
        headFound: null,
        faultCount: 0,
        faults: [],
      });
      expect((await verify('-o ids')).out).toBe(`${json.head}\n`);
      expect((await verify('-o count')).out).toBe('0\n');
    });

    it('H1: a head noted earlier is proved to be part of the chain still (0), or not (8)', async () => {
      await fillBook(db());
      const { head } = (await verify('--json')).json();
      await db().run('tag', 'create', 'Later');
      const found = await verify(`--head ${head}`);
      expect(found).toMatchObject({ code: 0 });
      expect(found.err).toBe(
        '✓ the record of changes is what was sealed, and the given head is part of its chain\n',
      );
      expect((await verify(`--head ${head} --json`)).json()).toMatchObject({ sound: true, headFound: true });
      const other = head.replace(hash, '0'.repeat(64));
      const lost = await verify(`--head ${other} --json`);
      expect(lost).toMatchObject({ code: 8, err: '' });
      expect(lost.json()).toMatchObject({
        sound: false,
        headFound: false,
        faults: [{ kind: 'head-not-found', entry: null, position: 6 }],
      });
      expect((await verify(`--head ${other}`)).err).toBe(
        'warning: the record of changes is not what was sealed: The chain was made anew: at position 6 it has another hash.\n',
      );
    });

    it('H1: names the first entries that do not fit, and ends with 8', async () => {
      await fillBook(db());
      await tamper(`update audit_entries set actor = 'nobody' where id in (1, 14)`);
      const ran = await verify();
      expect(ran.code).toBe(8);
      expect(ran.out).toMatch(/1 +1 +entries-changed +Entr/);
      expect(ran.err).toMatch(
        /^warning: the record of changes is not what was sealed: Entr.* 1 .*\(1 more\)\n$/,
      );
      const { sound, faultCount, faults } = (await verify('--json')).json();
      expect([sound, faultCount]).toEqual([false, 2]);
      expect(faults[0]).toEqual({
        kind: 'entries-changed',
        entry: 1,
        position: 1,
        message: expect.stringMatching(/^Entr.*not what was sealed\.$/),
      });
    });

    it('a database of which a table was taken away is damaged (6), by name, and no defect of kontor', async () => {
      await db().write((deps) => deps.trx.raw('drop table audit_seals'));
      const ran = await db().run('audit', 'verify', '--json');
      expect(ran).toMatchObject({ code: 6, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'DATABASE_DAMAGED',
        message: expect.stringMatching(/^A part of the database .* is missing: audit_seals\.$/),
        hint: expect.stringContaining('kontor db check'),
      });
    });

    it('refuses what is no head', async () => {
      const says = 'must be a head as audit verify shows it: its position, a colon and 64 hexadecimal digits';
      const digits = 'a'.repeat(64);
      await expectRefusals(db(), [
        ['no hash', 'audit verify --head 12', 2, 'INVALID_INPUT', says],
        ['capitals', `audit verify --head 1:${digits.toUpperCase()}`, 2, 'INVALID_INPUT', says],
        ['a negative position', `audit verify --head=-1:${digits}`, 2, 'INVALID_INPUT', says],
      ]);
    });

    const sound = async () => {
      const { faults, ...report } = await db().read((deps) => verifyChain(deps));
      expect(faults).toEqual([]);
      return report;
    };

    it('H1: what lines of a batch did is sealed together, that of failed ones is not', async () => {
      await fillBook(db());
      const { sets } = await sound();
      const lines = [
        'tag create A',
        'tag create B',
        'tag add A --to 99',
        'tag create C --dry-run',
        'tag add B --to 1',
        'account edit 1 --name Other --add-tag Missing',
        'tag create D',
      ];
      const stdin = lines.map((line) => `${line}\n`).join('');
      expect((await db().runWith({ stdin }, 'batch', '-')).code).toBe(5);
      expect((await sound()).sets).toBe(sets + 4);
      const before = await db().contents();
      expect((await db().runWith({ stdin }, 'batch', '-', '--atomic')).code).not.toBe(0);
      expect(
        (await db().runWith({ stdin: 'tag create E\ntag delete E --yes\n' }, 'batch', '-', '--dry-run')).code,
      ).toBe(0);
      expect(await db().contents()).toBe(before);
      const whole = 'tag create E\ntag add E --to 1\ntag delete E --yes\n';
      expect((await db().runWith({ stdin: whole }, 'batch', '-', '--atomic')).code).toBe(0);
      expect((await sound()).sets).toBe(sets + 7);
    });

    it('H1: what imports, seedings and their taking back did is sealed, also where rows are refused', async () => {
      await db().run('init', '--firm-name', 'Weiß', '--no-input');
      const rows = Array.from({ length: 30 }, (_, row) => {
        // Every seventh row wants the key of the one before it for somebody else.
        const key = row % 7 === 6 ? row - 1 : row;
        return `K${key},P${row},Ada,Berg ${row},a${row}@b.example,${row % 5 === 4 ? 'Unheard-of' : 'VIP'}`;
      });
      const csv = [
        'Account key,Contact key,First name,Last name,E-mail,Tags',
        ...rows,
        'K1,P1,Ida,,no address,VIP',
      ];
      await writeFile(path.join(db().folder, 'clients.csv'), `${csv.join('\n')}\n`);
      await db().run('tag', 'create', 'VIP');
      const kept = await db().run('import', 'clients.csv', '--keep-going', '--rejects', 'r.csv');
      expect(kept.code, kept.err).toBe(5);
      const { entries } = await sound();
      expect(entries).toBeGreaterThan(40);
      expect((await db().run('import', 'clients.csv', '--keep-going', '--dry-run')).code).toBe(5);
      expect((await db().run('import', 'clients.csv', '--create-tags')).code).not.toBe(0);
      expect((await sound()).entries).toBe(entries);
      expect((await db().run('import', 'undo', '1', '--yes')).code).toBe(0);
      expect((await db().run('seed', 'generate', '--accounts', '3', '--seed', '1')).code).toBe(0);
      expect((await db().run('seed', 'reset', '--yes')).code).toBe(0);
      expect((await sound()).entries).toBeGreaterThan(entries * 2);
    });

    it('H1: many writers at once make one chain, and none of them fails', async () => {
      await fillBook(db());
      const { sets } = await sound();
      // Who waits for SQLite's lock occupies one of the four threads that its statements run on.
      const count = db().kind === 'sqlite' ? 3 : 8;
      const writers = Array.from({ length: count }, () => openDatabase(db().location));
      const write = (writer: number, at: number) =>
        writers[writer]?.write(
          (trx, dialect) =>
            sealing(testDeps(trx, dialect), async (deps) => {
              await createTags(deps, [{ name: `Tag ${writer} ${at}` }]);
              await createTags(deps, [{ name: `More ${writer} ${at}` }]);
            }),
          { dryRun: false },
        );
      try {
        await Promise.all(
          writers.map(async (_, writer) => {
            for (let at = 0; at < 6; at += 1) await write(writer, at);
          }),
        );
      } finally {
        for (const writer of writers) await writer.close();
      }
      expect((await sound()).sets).toBe(sets + count * 6 * 2);
    });
  });
});
