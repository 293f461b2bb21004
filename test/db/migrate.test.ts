import { afterEach, describe, expect, it } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { createAccounts } from '../../src/domain/account/operations.ts';
import { account, create } from '../domain/fixtures.ts';
import { onEachDatabase } from '../helpers/databases.ts';

type Migration = (typeof migrations)[number];

/** The list of migrations as a newer kontor would have it. */
const newer = migrations as Migration[];
const known = migrations.length;
const names = migrations.map(({ name }) => name);

const migration = (name: string, ...statements: string[]): Migration => ({
  name,
  up: async (trx) => {
    for (const statement of statements) await trx.raw(statement);
  },
  down: async (trx) => {
    await trx.raw('drop table invoices');
  },
});
const addInvoices = migration(
  '29991231000000_add_invoices',
  'create table invoices (id integer primary key)',
);

describe('the schema', () => {
  afterEach(() => {
    newer.length = known;
  });

  onEachDatabase((db) => {
    const schema = () => db().database.schema;
    const read = () => db().read(async () => 'read');
    const rows = (sql: string) =>
      db().database.read(async (trx, dialect) => dialect.rows<Record<string, unknown>>(await trx.raw(sql)));

    it('is applied once', async () => {
      expect(await schema().status()).toMatchObject({
        state: 'current',
        applied: names,
        pending: [],
        unknown: [],
      });
      await create(db(), account('Erika Müller'));
      const before = await db().contents();
      expect(await schema().migrate({ dryRun: false })).toEqual([]);
      expect(await db().contents()).toBe(before);
    });

    it('is taken away and made again', async () => {
      expect(await schema().rollback({ dryRun: true })).toEqual([...names].reverse());
      expect(await read()).toBe('read');
      expect(await schema().rollback({ dryRun: false })).toEqual([...names].reverse());
      expect(await schema().status()).toMatchObject({ state: 'absent', pending: names });
      await expect(read()).rejects.toMatchObject({ kind: 'database', code: 'DATABASE_NOT_READY' });
      expect(await schema().rollback({ dryRun: false })).toEqual([]);
      expect(await schema().migrate({ dryRun: false })).toEqual(names);
      expect(await db().write((deps) => createAccounts(deps, [account('Erika Müller')]))).toHaveLength(1);
    });

    it('that is older is refused and never upgraded unasked', async () => {
      await create(db(), account('Erika Müller'));
      const before = await db().contents();
      newer.push(addInvoices);
      for (const use of [read, () => db().write(async () => 'written')]) {
        await expect(use()).rejects.toMatchObject({
          kind: 'database',
          code: 'DATABASE_OLD',
          message: expect.stringContaining('1 migration is pending'),
          hint: expect.stringContaining('kontor db migrate'),
          details: { pending: [addInvoices.name] },
        });
      }
      expect(await schema().status()).toMatchObject({ state: 'behind', pending: [addInvoices.name] });
      expect(await schema().migrate({ dryRun: true })).toEqual([addInvoices.name]);
      expect(await schema().status()).toMatchObject({ state: 'behind' });
      expect(await schema().migrate({ dryRun: false })).toEqual([addInvoices.name]);
      expect(await rows('select * from invoices')).toEqual([]);
      expect(await db().contents()).toBe(before);
      expect(await schema().rollback({ dryRun: false })).toEqual([addInvoices.name]);
      expect(await schema().status()).toMatchObject({ state: 'behind' });
    });

    it('that is newer is refused and left as it is', async () => {
      newer.push(addInvoices);
      await schema().migrate({ dryRun: false });
      newer.length = known;
      for (const use of [
        read,
        () => db().write(async () => 'written'),
        () => schema().migrate({ dryRun: false }),
        () => schema().rollback({ dryRun: false }),
      ]) {
        await expect(use()).rejects.toMatchObject({
          kind: 'database',
          code: 'DATABASE_NEWER',
          message: expect.stringContaining(addInvoices.name),
        });
      }
      expect(await schema().status()).toMatchObject({ state: 'ahead', unknown: [addInvoices.name] });
    });

    it('stays whole when a migration fails half-way, and the next run is not locked out', async () => {
      newer.push(
        addInvoices,
        migration('29991231000001_broken', 'create table half (id integer)', 'create tabel x'),
      );
      await expect(schema().migrate({ dryRun: false })).rejects.toThrow();
      expect(await schema().status()).toMatchObject({
        state: 'behind',
        pending: [addInvoices.name, '29991231000001_broken'],
      });
      newer.length = known;
      expect(await read()).toBe('read');
      newer.push(addInvoices);
      expect(await schema().migrate({ dryRun: false })).toEqual([addInvoices.name]);
    });

    it('is not left with references into nothing', async () => {
      await create(db(), account('Erika Müller'));
      const before = await db().contents();
      newer.push(migration('29991231000002_careless', 'delete from contacts'));
      const migrated = schema().migrate({ dryRun: false });
      // SQLite migrates with its references off and counts them before the commit; PostgreSQL deletes by cascade.
      if (db().kind === 'postgres') return void (await migrated);
      await expect(migrated).rejects.toMatchObject({ kind: 'database', code: 'DATABASE_DAMAGED' });
      newer.length = known;
      expect(await db().contents()).toBe(before);
    });
  });
});
