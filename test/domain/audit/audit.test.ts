import { describe, expect, it } from 'vitest';
import {
  archiveAccounts,
  createAccounts,
  deleteAccounts,
  editAccounts,
  restoreAccounts,
} from '../../../src/domain/account/operations.ts';
import { type AuditQuery, listAudit, showAudit } from '../../../src/domain/audit/list.ts';
import type { AuditEntry } from '../../../src/domain/audit/schema.ts';
import { createContacts, deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { describeLinks, linkContacts, unlinkContacts } from '../../../src/domain/link/operations.ts';
import { changeTags } from '../../../src/domain/tag/assign.ts';
import {
  createTags,
  deleteTags,
  mergeTags,
  recolorTag,
  renameTag,
} from '../../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, collect, create, createPeople, person } from '../fixtures.ts';

const short = ({ record, action, recordId, contactId, label }: AuditEntry) =>
  [`${record} ${action}`, recordId, contactId, label] as const;

/** Every operation that writes, on the book that `fill` makes; `again` says that a second time changes nothing. */
const operations: Array<{
  name: string;
  work: (deps: Deps) => Promise<unknown>;
  entries: string[];
  again?: true;
}> = [
  {
    name: 'createAccounts',
    work: (deps) => createAccounts(deps, [account('New One', { tags: ['Fresh'] })], { createTags: true }),
    entries: ['contact created', 'account created', 'link created', 'tag created', 'account updated'],
  },
  {
    name: 'editAccounts',
    work: (deps) => editAccounts(deps, [{ id: 1, patch: { key: 'k', addTags: ['Gold'] } }]),
    entries: ['account updated', 'account updated'],
    again: true,
  },
  {
    name: 'archiveAccounts',
    work: (deps) => archiveAccounts(deps, [1]),
    entries: ['account archived'],
    again: true,
  },
  {
    name: 'restoreAccounts',
    work: (deps) => restoreAccounts(deps, [2]),
    entries: ['account restored'],
    again: true,
  },
  {
    name: 'deleteAccounts',
    work: (deps) => deleteAccounts(deps, [2]),
    entries: ['link deleted', 'account deleted'],
  },
  {
    name: 'createContacts',
    work: (deps) => createContacts(deps, [person('X Y')]),
    entries: ['contact created'],
  },
  {
    name: 'editContacts',
    work: (deps) => editContacts(deps, [{ id: 1, patch: { phone: '1', email: 'new@b.cd' } }]),
    entries: ['contact updated'],
    again: true,
  },
  {
    name: 'deleteContacts',
    work: (deps) => deleteContacts(deps, [3]),
    entries: ['link deleted', 'contact deleted'],
  },
  {
    name: 'linkContacts',
    work: (deps) => linkContacts(deps, [{ accountId: 1, contactId: 2, description: 'x' }]),
    entries: ['link created'],
    again: true,
  },
  {
    name: 'describeLinks',
    work: (deps) => describeLinks(deps, [{ accountId: 1, contactId: 1, description: 'x' }]),
    entries: ['link updated'],
    again: true,
  },
  {
    name: 'unlinkContacts with a replacement',
    work: (deps) => unlinkContacts(deps, [{ accountId: 1, contactId: 3 }], { replaceWith: 2 }),
    entries: ['link created', 'link deleted'],
  },
  {
    name: 'changeTags',
    work: (deps) =>
      changeTags(deps, [{ accountId: 1, accountName: 'A', add: ['Gold'] }], { createMissing: false }),
    entries: ['account updated'],
    again: true,
  },
  {
    name: 'createTags',
    work: (deps) => createTags(deps, [{ name: 'N' }]),
    entries: ['tag created'],
    again: true,
  },
  {
    name: 'renameTag',
    work: (deps) => renameTag(deps, { tag: 'VIP', name: 'vip' }),
    entries: ['tag updated'],
    again: true,
  },
  {
    name: 'recolorTag',
    work: (deps) => recolorTag(deps, { tag: 'VIP', color: 'red' }),
    entries: ['tag updated'],
    again: true,
  },
  {
    name: 'mergeTags',
    work: (deps) => mergeTags(deps, { tag: 'VIP', into: 'Gold' }),
    entries: ['tag merged', 'account updated'],
  },
  {
    name: 'deleteTags',
    work: (deps) => deleteTags(deps, ['VIP']),
    entries: ['tag deleted', 'account updated'],
  },
  {
    name: 'changeFirm',
    work: (deps) => changeFirm(deps, [{ key: 'firm-name', value: 'Kanzlei' }]),
    entries: ['setting updated'],
    again: true,
  },
];

describe('record of changes', () => {
  onEachDatabase((db) => {
    const fill = async () => {
      await create(db(), account('Erika Müller', { tags: ['VIP'] }), account('Jan Weiß'));
      await createPeople(db(), person('Ada Berg'));
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
