import { describe, expect, it } from 'vitest';
import { archiveAccounts, createAccounts } from '../../../src/domain/account/operations.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { clients } from '../import/clients.ts';
import { exported, imported } from './sheets.ts';

describe('B5: who is who in an export', () => {
  onEachDatabase((db) => {
    const onEmpty = <T>(work: (deps: Deps) => Promise<T>): Promise<T> =>
      db().database.write((trx, dialect) => work(testDeps(trx, dialect)), { dryRun: true });

    /** The number of contacts, and the clients, after an export was imported into a database that `make` did not fill. */
    const comesBack = async (
      make: (deps: Deps) => Promise<unknown>,
      prepare: (deps: Deps) => Promise<unknown> = async () => {},
    ) => {
      const read = async (deps: Deps) => {
        const [row] = (await deps.trx('contacts').count({ contacts: '*' })) as Array<{
          contacts: number | string;
        }>;
        return { contacts: Number(row?.contacts), clients: await clients(deps) };
      };
      const { text, before } = await onEmpty(async (deps) => {
        await prepare(deps);
        await make(deps);
        const own = await exported(deps);
        const book = await read(deps);
        const report = await imported(deps, own);
        expect(report.unchanged).toBe(report.rows);
        expect(await read(deps)).toEqual(book);
        return { text: own, before: book };
      });
      for (const batchRows of [1_000, 1]) {
        await onEmpty(async (deps) => {
          await prepare(deps);
          await imported(deps, text, { batchRows });
          expect(await read(deps)).toEqual(before);
          const again = await imported(deps, text, { batchRows });
          expect(again.unchanged).toBe(again.rows);
        });
      }
      return { text, ...before };
    };
    const meyer = { firstName: 'Hans', lastName: 'Meyer' };
    const linkedTo = (...ids: number[]) => ids.map((id) => ({ id }));

    it('C2: a contact of two accounts without key and e-mail stays one', async () => {
      const { contacts, text } = await comesBack(async (deps) => {
        await createContacts(deps, [meyer]);
        await createAccounts(deps, [
          { name: 'One', contacts: linkedTo(1) },
          { name: 'Two', contacts: linkedTo(1) },
        ]);
      });
      expect(contacts).toBe(1);
      expect(text).toMatch(/,1,,Hans,,Meyer,/);
    });

    it('father and son in one account stay two, also where nothing but the list tells them apart', async () => {
      const { contacts } = await comesBack(async (deps) => {
        await createContacts(deps, [
          meyer,
          meyer,
          { ...meyer, email: 'h@meyer.example' },
          { ...meyer, key: 'K' },
        ]);
        await createAccounts(deps, [
          { name: 'Family', contacts: linkedTo(1, 2, 3, 4) },
          { name: 'Son', contacts: linkedTo(2) },
          { name: 'Both', contacts: linkedTo(1, 2, 4) },
        ]);
      });
      expect(contacts).toBe(4);
    });

    it('who has a key or an e-mail of their own needs no reference', async () => {
      const { text } = await comesBack(async (deps) => {
        await createContacts(deps, [
          { ...meyer, email: 'h@meyer.example' },
          { lastName: 'Tal', key: 'tal' },
          { lastName: 'Alone' },
        ]);
        await createAccounts(deps, [
          { name: 'One', contacts: linkedTo(1, 2, 3) },
          { name: 'Two', contacts: linkedTo(1, 2) },
        ]);
      });
      const [head = '', ...rows] = text.trimEnd().split('\r\n');
      const place = head.split(',').indexOf('contact.ref');
      expect(rows.map((row) => row.split(',')[place])).toEqual(['', '', '', '', '']);
    });

    it('B6: a contact of a company that has but an e-mail gets no name', async () => {
      const book = await comesBack(async (deps) => {
        await createContacts(deps, [{ email: 'info@weiss.example' }]);
        await createAccounts(deps, [{ companyName: 'Weiß GmbH', contacts: linkedTo(1) }]);
      });
      expect(book.clients).toEqual({ 'Weiß GmbH': ['info@weiss.example <info@weiss.example>'] });
    });

    it('F1: options whose labels hold commas stay the ones they are', async () => {
      const { text } = await comesBack(
        (deps) =>
          createAccounts(deps, [
            {
              name: 'One',
              contacts: [{ create: { ...meyer, email: 'h@meyer.example' } }],
              fields: { services: ['a', 'b'], fee: 44.521 },
            },
            {
              name: 'Two',
              contacts: [{ reference: 'h@meyer.example' }],
              fields: { services: ['a, b', ',c'] },
            },
          ]),
        (deps) =>
          createFields(deps, [
            {
              scope: 'account',
              type: 'multi-dropdown',
              label: 'Services',
              options: ['a, b', 'a', ',c', 'b'],
            },
            { scope: 'account', type: 'number', label: 'Fee' },
          ]),
      );
      expect(text).toContain('"a\nb"');
      expect(text).toContain('44.5210');
    });

    it('C4: families that share an e-mail are told apart by name; elsewhere --allow-shared-email has to say that they share it', async () => {
      const shared = { email: 'family@meyer.example', sharedEmail: true };
      const text = await onEmpty(async (deps) => {
        await createContacts(deps, [
          { ...meyer, ...shared },
          { firstName: 'Ina', lastName: 'Meyer', ...shared },
        ]);
        await createAccounts(deps, [{ name: 'Family', contacts: linkedTo(1, 2) }]);
        const own = await exported(deps);
        expect((await imported(deps, own)).unchanged).toBe(2);
        return own;
      });
      await onEmpty(async (deps) => {
        const family = { Family: ['Hans Meyer <family@meyer.example>', 'Ina Meyer <family@meyer.example>'] };
        for (const batchRows of [1_000, 1]) {
          const report = await imported(deps, text, { allowSharedEmail: true, batchRows });
          expect(report.failed).toBe(0);
          expect(await clients(deps)).toEqual(family);
        }
      });
      await onEmpty(async (deps) => {
        await expect(imported(deps, text)).rejects.toMatchObject({
          code: 'INVALID_ROWS',
          details: { failed: 1, problems: [expect.objectContaining({ line: 3, code: 'EMAIL_TAKEN' })] },
        });
      });
    });

    it('A9: archived accounts come back archived; import never restores one', async () => {
      const text = await onEmpty(async (deps) => {
        await createContacts(deps, [meyer]);
        await createAccounts(deps, [
          { name: 'Old', contacts: linkedTo(1) },
          { name: 'New', contacts: linkedTo(1) },
        ]);
        const before = await exported(deps);
        await archiveAccounts(deps, [1]);
        const report = await imported(deps, before);
        expect(report.unchanged).toBe(2);
        return exported(deps);
      });
      await onEmpty(async (deps) => {
        const archived = async () =>
          (await deps.trx('accounts').whereNotNull('archived_at').select('name')).map(({ name }) => name);
        await imported(deps, text);
        expect(await archived()).toEqual(['Old']);
        await createAccounts(deps, [{ name: 'Third', contacts: [{ reference: 'Hans Meyer' }] }]);
        const report = await imported(deps, text.replaceAll('Old', 'Third'));
        expect(report.updated).toEqual({ accounts: 1, contacts: 0, links: 0 });
        expect((await archived()).sort()).toEqual(['Old', 'Third']);
      });
    });
  });
});
