import { chmod, mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/domain/check/model.ts';
import { fillExampleBook } from '../../contract/example-book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';

describe('db check', () => {
  onEachDatabase((db) => {
    const run = (line = '') => db().run('db', 'check', ...words(line));
    const sql = (...statements: string[]) =>
      db().database.write(
        async (trx) => {
          for (const statement of statements) await trx.raw(statement);
        },
        { dryRun: false },
      );
    const store = (...parts: string[]) => path.join(db().folder, 'files', ...parts);
    /** A content that no record needs. */
    const putOrphan = async () => {
      const sha256 = 'ab'.repeat(32);
      await mkdir(store('ab'), { mode: 0o700, recursive: true });
      await writeFile(store('ab', sha256), 'old', { mode: 0o600 });
      return store('ab', sha256);
    };
    const isThere = (place: string) =>
      stat(place).then(
        () => true,
        () => false,
      );
    const checksOf = (findings: Finding[]) => [...new Set(findings.map(({ check }) => check))].sort();

    it('finds nothing in a sound database, and says how far it looked', async () => {
      await fillExampleBook(db());
      const ran = await run('--deep --strict');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toMatch(/^✓ \d+ checks: nothing is wrong\n$/);
      const report = (await run('--json')).json();
      expect(report).toMatchObject({
        location: expect.stringContaining(db().kind === 'sqlite' ? 'kontor.db' : 'postgres://'),
        sound: true,
        findings: [],
        fixed: [],
        summary: { checks: report.checks.length, skipped: 0, errors: 0, warnings: 0, fixed: 0 },
      });
      expect(report.checks.find(({ check }: { check: string }) => check === 'integrity')).toEqual({
        check: 'integrity',
        summary: expect.any(String),
        state: 'sound',
        note: expect.stringContaining(
          db().kind === 'sqlite' ? 'integrity_check' : 'every row of every table',
        ),
      });
      expect(await run('-o count')).toMatchObject({ code: 0, out: '0\n' });
    });

    it('an error ends with 8, a warning alone with 0 unless --strict counts it', async () => {
      await fillBook(db());
      await sql(
        `insert into runs (kind, source, actor, started_at) values ('import', 'x', 'x', '2026-01-01')`,
      );
      const warned = await run();
      expect(warned.code).toBe(0);
      expect(warned.out).toMatch(/warning +runs +1 import or seeding was stopped/);
      expect(warned.err).toContain('1 warning');
      expect((await run('--strict')).code).toBe(8);
      await sql(`update accounts set company_name = null where type = 'company'`);
      const failed = await run('--json');
      expect([failed.code, failed.err, failed.json().sound]).toEqual([8, '', false]);
      expect(failed.json().findings[0]).toEqual({
        check: 'company-names',
        severity: 'error',
        message: expect.stringMatching(/compan/),
        count: 1,
        examples: ['account 2'],
        fixable: false,
        hint: expect.stringContaining('kontor account edit'),
      });
    });

    it('finds what the schema lacks, what was changed in it, and what was added', async () => {
      await fillBook(db());
      await sql(
        'drop index accounts_by_name',
        'drop index mails_by_link',
        'create index mails_by_link on mails (state)',
        'create table mine (id integer)',
        'alter table notes add column colour text',
      );
      const report = (await run('--json')).json();
      const told = Object.fromEntries(
        report.findings.map(({ message, severity, examples }: Finding) => [
          message.split(' ').at(-1),
          [severity, ...examples],
        ]),
      );
      expect(told).toEqual(
        db().kind === 'sqlite'
          ? {
              missing: ['error', 'index accounts_by_name'],
              changed: ['error', 'index mails_by_link', 'table notes'],
              kontor: ['warning', 'table mine'],
            }
          : {
              missing: ['error', 'index accounts_by_name'],
              changed: ['error', 'index mails_by_link'],
              kontor: ['warning', 'column mine.id', 'column notes.colour', 'table mine'],
            },
      );
    });

    it('goes on where a table is gone, and says what could not be looked at', async () => {
      await fillBook(db());
      await sql('drop table portal_sessions');
      const ran = await run('--json');
      expect(ran.code).toBe(8);
      const { findings, checks } = ran.json();
      expect(checksOf(findings)).toEqual(['schema']);
      expect(checks.find(({ check }: { check: string }) => check === 'open-sessions')).toMatchObject({
        state: 'skipped',
        note: expect.stringContaining('schema'),
      });
    });

    it('--fix mends what is derived, the search index, mails, runs, leftovers and modes; a dry run says how', async () => {
      await fillExampleBook(db());
      const orphan = await putOrphan();
      const leftover = store('incoming', 'left');
      await writeFile(leftover, '', { mode: 0o600 });
      await utimes(leftover, 0, 0);
      await chmod(store(), 0o755);
      await sql(
        `update accounts set name_key = 'x', search_text = 'x' where id = 1`,
        `update contacts set display_name = 'x' where id = 1`,
        `update tags set name_key = 'x' where id = 1`,
        `update account_search set body = 'x' where account_id = 2`,
        `update mails set state = 'sending', claimed_until = '2026-01-01T00:00:00.000Z' where id = 1`,
        `insert into runs (kind, source, actor, started_at) values ('import', 'x', 'x', '2026-01-01')`,
        ...(db().kind === 'sqlite'
          ? [`insert into account_search_index (account_search_index) values ('delete-all')`]
          : []),
      );
      const broken = [
        'account-names',
        'contact-names',
        'file-modes',
        'mail-claims',
        'orphan-contents',
        'runs',
        'search-documents',
        ...(db().kind === 'sqlite' ? ['search-index'] : []),
        'tag-names',
      ];
      const found = await run('--json');
      expect([found.code, checksOf(found.json().findings)]).toEqual([8, broken]);
      expect((await run()).err).toContain('kontor db check --fix mends');

      const before = await db().contents();
      const dry = await run('--fix --dry-run');
      expect(dry.code, dry.out).toBe(0);
      expect(dry.err).toContain('✓ derived 1 row of accounts anew');
      expect(dry.err).toContain('dry run: nothing was written');
      expect([await db().contents(), await isThere(orphan), (await stat(store())).mode & 0o777]).toEqual([
        before,
        true,
        0o755,
      ]);

      const unasked = await run('--fix --json');
      expect([unasked.code, unasked.error().code]).toEqual([2, 'CONFIRMATION_NEEDED']);
      expect([await db().contents(), await isThere(orphan)]).toEqual([before, true]);

      const fixed = await run('--fix --yes --json');
      expect([fixed.code, checksOf(fixed.json().findings)]).toEqual([0, []]);
      expect(checksOf(fixed.json().fixed)).toEqual(broken);
      expect([await isThere(orphan), await isThere(leftover), (await stat(store())).mode & 0o777]).toEqual([
        false,
        false,
        0o700,
      ]);
      expect((await db().run('search', 'weiss gmbh', '-o', 'ids')).out).toBe('2\n');
      const [entry] = (await db().run('audit', 'list', '--record', 'database', '--json')).json();
      expect(entry).toMatchObject({
        command: 'db check',
        action: 'updated',
        changes: { 'account-names': { from: 1, to: 0 }, 'orphan-contents': { from: 2, to: 0 } },
      });
      const after = await db().contents();
      expect(await run('--fix --yes --strict')).toMatchObject({ code: 0, out: '' });
      expect(await db().contents()).toBe(after);
    });

    it('--fix leaves a row alone that would be the same as another one, and mends the others', async () => {
      await fillBook(db());
      await sql(
        `update tags set name_key = 'x' where id = 1`,
        `update tags set name = 'vip', name_key = 'vip' where id = 2`,
        `update tags set name_key = 'y' where id = 3`,
      );
      const ran = await run('--fix --yes --json');
      expect([ran.code, ran.json().findings, ran.json().fixed]).toMatchObject([
        8,
        [{ check: 'tag-names', count: 1, examples: ['tag 1'] }],
        [{ check: 'tag-names', count: 1 }],
      ]);
    });

    it('stops at a request to, and ends with 6 where there is no database', async () => {
      const stopped = await db().runWith({ signal: AbortSignal.abort() }, 'db', 'check', '--json');
      expect([stopped.code, stopped.error().code]).toEqual([130, 'CANCELLED']);
      const missing = await db().run('db', 'check', '--db', '/nowhere/kontor.db', '--json');
      expect([missing.code, missing.error().code]).toEqual([6, 'DATABASE_MISSING']);
    });

    it('compares contents with their records; --deep reads them', async () => {
      await fillExampleBook(db());
      const [inner = ''] = (await readdir(store())).filter((name) => /^[\da-f]{2}$/.test(name));
      const [name = ''] = await readdir(store(inner));
      const content = store(inner, name);
      const { size } = await stat(content);
      await writeFile(content, Buffer.alloc(size));
      expect((await run()).code).toBe(0);
      const deep = await run('--deep --json');
      expect([deep.code, checksOf(deep.json().findings)]).toEqual([8, ['contents']]);
      expect(deep.json().findings[0]).toMatchObject({ count: 4, fixable: false });
      await writeFile(content, 'short');
      expect(checksOf((await run('--json')).json().findings)).toEqual(['contents']);
      await rm(content);
      const gone = (await run('--json')).json();
      expect(checksOf(gone.findings)).toEqual(['missing-contents']);
      expect(gone.findings[0].examples).toContain('photo of account 3');
    });
  });
});
