import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { cutAfter } from '../helpers/cut-connection.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { type Ran, realApplication } from '../helpers/run-cli.ts';

/** What PostgreSQL does to a transaction that has lost, provoked for real; each test proves that it happened. */
describe.skipIf(inject('postgres') === undefined)('a command that PostgreSQL', () => {
  let db: TestDatabase;
  /** Another program. */
  let other: pg.Client;
  let onlooker: pg.Client;

  beforeEach(async () => {
    db = await freshDatabase('postgres');
    other = new pg.Client(db.location);
    onlooker = new pg.Client(db.location);
    for (const client of [other, onlooker]) await client.connect();
    for (const line of [
      ['config', 'set', 'portal-address', 'https://portal.example'],
      ['config', 'set', 'sender', 'Weiß <office@weiss.example>'],
      ['account', 'create', '--name', 'One', '--new-contact', 'Ada <ada@berg.example>'],
      ['account', 'create', '--name', 'Two', '--contact', '1'],
      ['account', 'create', '--name', 'Three', '--contact', '1', '--new-contact', 'Ben'],
    ]) {
      expect(await db.run(...line)).toMatchObject({ code: 0 });
    }
  });
  afterEach(async () => {
    await other.query('rollback').catch(() => {});
    await onlooker.query('drop table if exists provoked; drop function if exists provoke cascade');
    for (const client of [other, onlooker]) await client.end();
    await dispose(db);
  });

  /** Runs a command with these settings of the server; its mails become files. */
  const command = (settings: Record<string, string>, ...argv: string[]): Promise<Ran> => {
    const url = new URL(db.location);
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
    url.searchParams.set('options', options.join(' '));
    return through(url.href, ...argv);
  };
  const through = (url: string, ...argv: string[]): Promise<Ran> =>
    db.runWith(
      { db: url, env: { KONTOR_MAIL_FOLDER: path.join(db.folder, 'mails') }, application: realApplication },
      ...argv,
    );
  const mails = () => readdir(path.join(db.folder, 'mails')).catch(() => []);

  /** The process of the server that waits for a lock of the other program. */
  async function waiting(): Promise<number> {
    for (let tries = 0; tries < 500; tries += 1) {
      const { rows } = await onlooker.query(
        `select pid from pg_stat_activity where datname = current_database()
         and pg_blocking_pids(pid) <> '{}' and application_name = 'kontor'`,
      );
      if (rows.length > 0) return rows[0].pid;
      await pause(10);
    }
    throw new Error('nobody waits');
  }

  /** Has the server refuse what is written to the record of changes, so many times: at once, or at the COMMIT. */
  async function provoke(sqlState: string, times: number, timing: 'at once' | 'at the commit') {
    await onlooker.query(`
      create table provoked (at timestamptz);
      create sequence provocations owned by provoked.at;
      create function provoke() returns trigger language plpgsql as $$ begin
        if nextval('provocations') <= ${times} then raise 'provoked' using errcode = '${sqlState}'; end if;
        return new;
      end $$;
      create constraint trigger provoke after insert on audit_seals
        ${timing === 'at the commit' ? 'deferrable initially deferred' : 'not deferrable'}
        for each row execute function provoke()`);
  }
  const provocations = async (): Promise<number> =>
    Number((await onlooker.query('select last_value from provocations')).rows[0].last_value);

  const inviteAda = ['contact', 'access', 'ada@berg.example', '1', '2', '--login', 'on', '--invite'] as const;

  it('breaks out of a deadlock is run again, and its mail goes out once', async () => {
    // Accounts are locked in the order of ids, so only somebody else can do it the other way round.
    await other.query(`set deadlock_timeout = '60s'`);
    await other.query('begin');
    await other.query('select from accounts where id = 2 for update');
    const running = command({ deadlock_timeout: '50ms' }, ...inviteAda);
    await waiting();
    // The command has account 1 and waits for 2: whoever gets 1 now has seen it give way.
    await other.query('select from accounts where id = 1 for update');
    await other.query('commit');
    const { code, err } = await running;
    expect(code, err).toBe(0);
    expect(await mails()).toHaveLength(1);
    const { rows } = await onlooker.query('select state from mails');
    expect(rows).toEqual([{ state: 'sent' }]);
  });

  it.each([
    ['40001', 'at once'],
    ['40001', 'at the commit'],
    ['40P01', 'at the commit'],
  ] as const)('refuses with %s %s is run again, and its mail goes out once', async (state, timing) => {
    await provoke(state, 3, timing);
    const { code, err } = await command({}, ...inviteAda);
    expect(code, err).toBe(0);
    expect(await provocations()).toBeGreaterThan(3);
    expect(await mails()).toHaveLength(1);
    expect((await db.run('audit', 'verify')).code).toBe(0);
  });

  it('refuses each time gives up in the end with exit code 6, and nothing is written', async () => {
    await provoke('40001', 1_000, 'at the commit');
    const before = await db.contents();
    const run = await command({}, ...inviteAda, '--json');
    expect([run.code, run.error().code]).toEqual([6, 'DATABASE_LOCKED']);
    expect(await provocations()).toBe(20);
    expect([await db.contents(), await mails()]).toEqual([before, []]);
  });

  it('disconnects in the middle ends with exit code 6, and the next run completes', async () => {
    const before = await db.contents();
    await other.query('begin');
    await other.query('select from accounts where id = 2 for update');
    const running = command({}, ...inviteAda);
    await onlooker.query('select pg_terminate_backend($1)', [await waiting()]);
    const { code, err } = await running;
    expect([code, err]).toEqual([
      6,
      expect.stringMatching(/^kontor: The connection to .* was lost \(57P01\)\.\nhint: Nothing was written/),
    ]);
    await other.query('commit');
    expect([await db.contents(), await mails()]).toEqual([before, []]);
    expect((await command({}, ...inviteAda)).code).toBe(0);
    expect(await mails()).toHaveLength(1);
  });

  it('disconnects in a batch ends the batch behind the last line that is done', async () => {
    await other.query('begin');
    await other.query('select from accounts where id = 2 for update');
    const lines = ['tag create First', 'account list', 'account edit 2 --name Other', 'tag create Last'];
    const batch = (skipped: number) =>
      db.runWith(
        { stdin: lines.slice(skipped).join('\n'), application: realApplication },
        ...['batch', '-', '--json'],
      );
    const running = batch(0);
    await onlooker.query('select pg_terminate_backend($1)', [await waiting()]);
    const { code, error } = await running;
    expect([code, error()]).toEqual([
      6,
      expect.objectContaining({
        code: 'DATABASE_UNREACHABLE',
        details: expect.objectContaining({ lastLine: 2 }),
      }),
    ]);
    await other.query('commit');
    expect((await batch(2)).code).toBe(0);
    expect((await db.run('tag', 'list', '-o', 'ids')).out).toBe('1\n2\n');
  });

  it('does not answer about the COMMIT says that nobody knows, not that nothing was written', async () => {
    const cutting = await cutAfter(db.location, 'COMMIT;');
    try {
      const run = await through(cutting.url, 'tag', 'create', 'Once', '--json');
      expect(cutting.cuts).toBe(1);
      expect(run.code).toBe(6);
      expect(run.error()).toMatchObject({
        code: 'DATABASE_COMMIT_UNKNOWN',
        hint: expect.stringContaining('kontor audit list'),
      });
    } finally {
      await cutting.close();
    }
    expect((await db.run('tag', 'list', '-o', 'count')).out).toBe('1\n');
  });

  it.each(['serializable', 'repeatable read'])(
    'L2: runs with %s by default keeps the last contact all the same',
    async (isolation) => {
      await other.query('begin');
      await other.query('select from accounts where id = 3 for update');
      const settings = { default_transaction_isolation: isolation.replace(' ', '\\ ') };
      const running = command(settings, 'contact', 'unlink', '1', '3', '--json');
      await waiting();
      // The other one has the account, and takes the other contact away.
      await other.query('delete from account_contacts where account_id = 3 and contact_id = 2');
      await other.query('commit');
      const run = await running;
      expect([run.code, run.error().code]).toEqual([4, 'LAST_CONTACT']);
    },
  );
});
