import { beforeEach, describe, expect, it } from 'vitest';
import { portalStatuses } from '../../../src/domain/access/model.ts';
import { listAccounts } from '../../../src/domain/account/list.ts';
import { archiveAccounts } from '../../../src/domain/account/operations.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { searchAccounts } from '../../../src/domain/search/operations.ts';
import { onEachDatabase, type TestDatabase } from '../../helpers/databases.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { collect } from '../fixtures.ts';
import { addEmail, fillAccessBook, inWords, makeUsers, setAccess } from './book.ts';

const weekLater = new Date(testTime.getTime() + 7 * 24 * 3_600_000);

describe('portal status', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillAccessBook(db()));
    const statusOf = async (accountId: number) =>
      (await db().read((deps) => showAccount(deps, accountId))).portalStatus;

    it('T3: off, not-invited, invited, expired, active, as an e-mail comes along', async () => {
      const walk = [await inWords(db(), 1, 1)];
      await setAccess(db(), 1, 1, { login: true });
      walk.push(await inWords(db(), 1, 1));
      await setAccess(db(), 1, 1, {}, { invite: true });
      walk.push(await inWords(db(), 1, 1));
      expect(walk.flat()).toEqual([
        'jan@weiss.example off',
        'jan@weiss.example login not-invited',
        'jan@weiss.example login invited',
      ]);
      const at = (clock: Date) =>
        db().read(async (deps) => {
          const account = await showAccount({ ...deps, clock: () => clock }, 1);
          return [account.portalStatus, account.contacts[0]?.emails[0]?.status];
        });
      expect(await at(new Date(weekLater.getTime() - 1))).toEqual(['invited', 'invited']);
      expect(await at(weekLater)).toEqual(['expired', 'expired']);
      await makeUsers(db(), 'Jan@Weiss.example');
      expect(await at(weekLater)).toEqual(['active', 'active']);
      await setAccess(db(), 1, 1, { login: false });
      expect(await at(weekLater), 'a user without login here').toEqual(['off', 'off']);
    });

    it('T3: an account shows the strongest of its e-mails, in show, lists and search alike', async () => {
      await addEmail(db(), 1, 'spouse-email', 'eva@weiss.example');
      const seen: string[] = [];
      const look = async () => {
        const [listed] = await db().read(async (deps) =>
          collect((await listAccounts(deps, { type: 'company' })).rows),
        );
        const [found] = await db().read(async (deps) =>
          collect((await searchAccounts(deps, { text: 'weiss gmbh' })).rows),
        );
        const shown = await statusOf(2);
        expect([listed?.portalStatus, found?.portalStatus]).toEqual([shown, shown]);
        seen.push(shown);
      };
      await look();
      await setAccess(db(), 2, 2, { login: true });
      await look();
      await setAccess(db(), 2, 1, { login: true }, { addresses: ['eva@weiss.example'], invite: true });
      await look();
      await db().write(({ trx }) => trx('portal_links').update({ expires_at: '2000-01-01T00:00:00.000Z' }));
      await look();
      await makeUsers(db(), 'ada@berg.example');
      await look();
      expect(seen).toEqual(['off', 'not-invited', 'invited', 'expired', 'active']);
      expect(await statusOf(1), 'another account of the same people').toBe('off');
    });

    it('A9: what an archived account has stays to be seen', async () => {
      await setAccess(db(), 1, 1, { login: true });
      await db().write((deps) => archiveAccounts(deps, [1]));
      expect(await statusOf(1)).toBe('not-invited');
    });

    it('Q3, T3: lists filter by the status that they show, few or thousands', async () => {
      await setAccess(db(), 1, 1, { login: true }, { invite: true });
      await setAccess(db(), 2, 2, { login: true });
      await makeUsers(db(), 'jan@weiss.example');
      await expectEachListed(db());
      const thousands = 10_001;
      await manyAccounts(db(), thousands);
      expect(await expectEachListed(db())).toEqual({
        active: 1 + thousands,
        invited: 0,
        expired: thousands,
        'not-invited': 1 + thousands,
        off: thousands,
      });
      const page = await db().read(async (deps) =>
        collect((await listAccounts(deps, { portalStatus: 'off', limit: 3, page: 2, sort: 'id' })).rows),
      );
      expect(page.map(({ id }) => id)).toEqual([112, 116, 120]);
    }, 60_000);
  });
});

/**
 * Lists all accounts, and those of each status: the same ones in the same order, and as many as are counted. Gives how
 * many there are of each.
 */
const expectEachListed = (db: TestDatabase): Promise<Record<string, number>> =>
  db.read(async (deps) => {
    const all = await collect((await listAccounts(deps, {})).rows);
    const counts: Record<string, number> = {};
    for (const status of portalStatuses) {
      const wanted = all.filter(({ portalStatus }) => portalStatus === status).map(({ id }) => id);
      const listed = await listAccounts(deps, { portalStatus: status });
      const ids = (await collect(listed.rows)).map(({ id }) => id);
      expect(ids, status).toEqual(wanted);
      expect(await listed.total(), status).toBe(ids.length);
      counts[status] = ids.length;
    }
    return counts;
  });

/** So many accounts of each status but `invited`, with ids from 100, in turn: off, not-invited, expired, active. */
async function manyAccounts(db: TestDatabase, count: number): Promise<void> {
  await db.write(async (deps) => {
    const numbers =
      db.kind === 'sqlite'
        ? `(with recursive n (i) as (select 100 union all select i + 1 from n where i < ${99 + 4 * count}) select i from n) n`
        : `generate_series(100, ${99 + 4 * count}) n (i)`;
    const text = (prefix: string) => `'${prefix}' || i`;
    const fill = (table: string, columns: string, values: string, where = 'true') =>
      deps.trx.raw(`insert into ${table} (${columns}) select ${values} from ${numbers} where ${where}`);
    await fill(
      'accounts',
      'id, type, name, name_key, name_sort, search_text, created_at, updated_at',
      `i, 'individual', ${text('many ')}, ${text('many ')}, ${text('many ')}, 'many', '2026', '2026'`,
    );
    await fill(
      'contacts',
      'id, display_name, name_key, name_sort, search_text, created_at, updated_at',
      `i, ${text('p')}, ${text('p')}, ${text('p')}, 'p', '2026', '2026'`,
    );
    await fill('account_contacts', 'account_id, contact_id, created_at', "i, i, '2026'");
    await fill(
      'account_access',
      'account_id, contact_id, address, address_key, login, notify, sync, documents, signatures, approvals, messages, organizers',
      `i, i, ${text('p')}, ${text('p')}, case when i % 4 = 0 then 0 else 1 end, 1, 1, 1, 1, 1, 1, 1`,
    );
    await fill(
      'portal_links',
      'purpose, address, address_key, state, renewal, sent_at, expires_at',
      `'invitation', ${text('p')}, ${text('p')}, 'pending', 0, '2026', '2026-03-04T05:06:07.890Z'`,
      'i % 4 = 2',
    );
    await fill(
      'portal_users',
      'address, address_key, password_hash, failed_logins, created_at, password_set_at',
      `${text('p')}, ${text('p')}, 'none', 0, '2026', '2026'`,
      'i % 4 = 3',
    );
    // What PostgreSQL does by itself a minute later, and SQLite needs not.
    if (db.kind === 'postgres') await deps.trx.raw('analyze');
  });
}
