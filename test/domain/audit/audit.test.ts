import { describe, expect, it } from 'vitest';
import { archiveAccounts, deleteAccounts } from '../../../src/domain/account/operations.ts';
import { type AuditQuery, listAudit, showAudit } from '../../../src/domain/audit/list.ts';
import type { AuditEntry } from '../../../src/domain/audit/schema.ts';
import { deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import { linkContacts } from '../../../src/domain/link/operations.ts';
import { createTags } from '../../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, collect, create, createPeople, person } from '../fixtures.ts';
import { operations } from './every-operation.ts';

const short = ({ record, action, recordId, contactId, label }: AuditEntry) =>
  [`${record} ${action}`, recordId, contactId, label] as const;

describe('record of changes', () => {
  onEachDatabase((db) => {
    const fill = async () => {
      await db().write((deps) =>
        createFields(deps, [
          { scope: 'account', type: 'text', label: 'Note' },
          { scope: 'account', type: 'dropdown', label: 'Form', options: ['GmbH', 'AG'] },
          { scope: 'contact', type: 'email', label: 'Spouse' },
        ]),
      );
      await create(
        db(),
        account('Erika Müller', { tags: ['VIP'], fields: { note: '1.0' } }),
        account('Jan Weiß'),
      );
      await createPeople(db(), person('Ada Berg', { fields: { spouse: 'max@berg.example' } }));
      await db().write(async (deps) => {
        await linkContacts(deps, [{ accountId: 1, contactId: 3 }]);
        await createTags(deps, [{ name: 'Gold' }]);
        await archiveAccounts(deps, [2]);
      });
    };
    const entriesOf = (query: AuditQuery) => db().read((deps) => collect(listAudit(deps, query).rows));

    it.each(operations)(
      'H1: $name leaves its entries, and none when nothing changes',
      async ({ work, entries, again }) => {
        await fill();
        const before = (await audit(db())).length;
        await db().write(work);
        const written = (await audit(db())).slice(before);
        expect(written.map((entry) => `${entry.record} ${entry.action}`)).toEqual(entries);
        for (const entry of written) {
          expect(entry).toMatchObject({ at: '2026-03-04T05:06:07.890Z', actor: 'tester', command: 'test' });
          expect(Object.keys(entry.changes)).not.toEqual([]);
        }
        if (again === undefined) return;
        const contents = await db().contents();
        await db().write(work);
        expect(await db().contents()).toBe(contents);
      },
    );

    it('H1: entries are rolled back with the change', async () => {
      await fill();
      const contents = await db().contents();
      for (const { work, name } of operations) {
        const failing = db().write(async (deps) => {
          await work(deps);
          throw new Error('stop');
        });
        await expect(failing, name).rejects.toThrow('stop');
      }
      expect(await db().contents()).toBe(contents);
    });

    it('H1: what a record was can be read after it is gone', async () => {
      const contact = person('Erika Müller', {
        email: 'a@b.cd',
        notes: 'line\ntwo',
        address: { city: 'Köln' },
      });
      await create(db(), {
        name: 'Zeta',
        key: 'k',
        tags: ['VIP', 'Gold'],
        contacts: [{ create: contact, description: 'Owner' }],
      });
      await db().write((deps) => archiveAccounts(deps, [1]));
      const before = (await audit(db())).length;
      await db().write((deps) => deleteAccounts(deps, [1]));
      await db().write((deps) => deleteContacts(deps, [1]));
      const entries = (await audit(db())).slice(before);
      expect(entries.map(short)).toEqual([
        ['link deleted', 1, 1, 'Zeta – Erika Müller'],
        ['account deleted', 1, null, 'Zeta'],
        ['contact deleted', 1, null, 'Erika Müller'],
      ]);
      expect(entries.map(({ changes }) => changes)).toEqual([
        { contact: { from: 'Erika Müller', to: null }, description: { from: 'Owner', to: null } },
        {
          type: { from: 'individual', to: null },
          name: { from: 'Zeta', to: null },
          key: { from: 'k', to: null },
          archivedAt: { from: '2026-03-04T05:06:07.890Z', to: null },
          tags: { from: ['Gold', 'VIP'], to: [] },
        },
        {
          firstName: { from: 'Erika', to: null },
          lastName: { from: 'Müller', to: null },
          email: { from: 'a@b.cd', to: null },
          notes: { from: 'line\ntwo', to: null },
          city: { from: 'Köln', to: null },
        },
      ]);
    });

    it('H1: entries are found by account, contact, record, action, actor and time, newest first', async () => {
      await fill();
      await db().write((deps) =>
        editContacts({ ...deps, actor: 'erika', clock: () => new Date('2026-05-01T00:00:00.000Z') }, [
          { id: 3, patch: { phone: '1' } },
        ]),
      );
      expect((await entriesOf({ accountId: 1 })).map(short)).toEqual([
        ['link created', 1, 3, 'Erika Müller – Ada Berg'],
        ['account updated', 1, null, 'Erika Müller'],
        ['link created', 1, 1, 'Erika Müller – Erika Müller'],
        ['account created', 1, null, 'Erika Müller'],
      ]);
      expect((await entriesOf({ contactId: 3 })).map(short)).toEqual([
        ['contact updated', 3, null, 'Ada Berg'],
        ['link created', 1, 3, 'Erika Müller – Ada Berg'],
        ['contact created', 3, null, 'Ada Berg'],
      ]);
      expect((await entriesOf({ record: 'tag' })).map(short)).toHaveLength(2);
      expect((await entriesOf({ action: 'archived' })).map(short)).toEqual([
        ['account archived', 2, null, 'Jan Weiß'],
      ]);
      const [latest] = await entriesOf({ actor: 'erika' });
      expect(await entriesOf({ since: '2026-05-01T00:00:00.000Z' })).toEqual([latest]);
      expect(await entriesOf({ limit: 1 })).toEqual([latest]);
      expect(await db().read((deps) => showAudit(deps, latest?.id ?? 0))).toEqual(latest);
      await expect(db().read((deps) => showAudit(deps, 999_999))).rejects.toMatchObject({
        kind: 'not-found',
        code: 'AUDIT_ENTRY_NOT_FOUND',
      });
    });

    it('H1: thousands of entries are read page by page', async () => {
      await createPeople(db(), ...Array.from({ length: 1_100 }, (_, index) => person(`N${index}`)));
      const ids = (await entriesOf({})).map(({ id }) => id);
      expect(ids).toEqual(Array.from({ length: 1_100 }, (_, index) => 1_100 - index));
      expect((await entriesOf({ limit: 500, page: 3 })).map(({ id }) => id)).toEqual(ids.slice(1_000));
    });
  });
});
