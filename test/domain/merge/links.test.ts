import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { resolveContact } from '../../../src/domain/contact/references.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { linkContacts, unlinkContacts } from '../../../src/domain/link/operations.ts';
import { mergeContacts } from '../../../src/domain/merge/operations.ts';
import { orderSigners, signersOf } from '../../../src/domain/signer/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { testTime } from '../../helpers/run-cli.ts';
import { audit, create, found, person } from '../fixtures.ts';
import { accountOf, fillMergeBook, linksIn, merge, switchOn, take } from './book.ts';

const races = 12;
const now = testTime.toISOString();

describe('merging the links of contacts', () => {
  onEachDatabase((db) => {
    const rank = (accountId: number, ...contactIds: number[]) =>
      db().write((deps) => orderSigners(deps, accountId, contactIds));

    it('C2: each account of the others is one of the contact that stays, once; searches find it', async () => {
      await fillMergeBook(db(), person('Jan Weiß'), person('Hans Weiß', { email: 'hans@weiss.example' }));
      await accountOf(db(), 'First', 1);
      await accountOf(db(), 'Both', 1, [2, 'Owner']);
      await accountOf(db(), 'Second', [2, 'Adviser']);
      const { links } = await merge(db(), 1, 2, { take: take('first-name=1') });
      expect(links).toEqual([
        {
          outcome: 'updated',
          account: { id: 2, name: 'Both' },
          description: 'Owner',
          signerRank: null,
          links: 2,
        },
        {
          outcome: 'created',
          account: { id: 3, name: 'Second' },
          description: 'Adviser',
          signerRank: null,
          links: 1,
        },
      ]);
      expect([await linksIn(db(), 1), await linksIn(db(), 2), await linksIn(db(), 3)]).toEqual([
        ['1'],
        ['1 Owner'],
        ['1 Adviser'],
      ]);
      expect(await found(db(), 'jan')).toEqual(['Both', 'First', 'Second']);
      expect(await found(db(), 'hans@')).toEqual(['Both', 'First', 'Second']);
      expect(await found(db(), '"hans weiß"')).toEqual([]);
    });

    it('A7: an account of the other one alone keeps a contact; the name of the account stays', async () => {
      await fillMergeBook(db(), person('Jan Weiß'), person('Hans Weiß'));
      await create(db(), { contacts: [{ id: 2 }] });
      await merge(db(), 1, 2, { take: take('first-name=1') });
      expect(await db().read((deps) => showAccount(deps, 1))).toMatchObject({
        name: 'Hans Weiß',
        contacts: [{ contact: { id: 1, name: 'Jan Weiß' } }],
      });
    });

    it('L4: the best rank counts, and the gap is closed', async () => {
      await fillMergeBook(
        db(),
        ...['A', 'B', 'C', 'D'].map((name) => person(name, { email: `${name}@rank.example` })),
      );
      await accountOf(db(), 'Both', 1, 2, 3, 4);
      await accountOf(db(), 'Second', 2, 3);
      for (const id of [1, 2, 3, 4]) await switchOn(db(), 1, id, 'login');
      for (const id of [2, 3]) await switchOn(db(), 2, id, 'login');
      await rank(1, 2, 4, 1, 3);
      await rank(2, 3, 2);
      const before = (await audit(db())).length;
      const { links } = await merge(db(), 1, 2, {
        take: take('last-name=1', 'email=1'),
        keepEmailAs: ['second-email'],
      });
      expect(links.map(({ signerRank }) => signerRank)).toEqual([1, 2]);
      expect(await linksIn(db(), 1)).toEqual(['1 #1', '3 #3', '4 #2']);
      expect(await linksIn(db(), 2)).toEqual(['1 #2', '3 #1']);
      expect((await db().read((deps) => signersOf(deps, 1))).map(({ contact }) => contact.id)).toEqual([
        1, 4, 3,
      ]);
      const ranks = (await audit(db())).slice(before).filter(({ action }) => action === 'updated');
      expect(ranks.map(({ contactId, changes }) => [contactId, changes.signerRank])).toContainEqual([
        3,
        { from: 4, to: 3 },
      ]);
    });

    it('L5: what happened with the others belongs to the contact that stays, under the names of then', async () => {
      await fillMergeBook(db(), person('Jan Weiß'), person('Hans Weiß'), person('Ada'));
      await accountOf(db(), 'Zeta', 2, 3);
      await db().write(async ({ trx }) => {
        const by = { account_id: 1, contact_id: 2 };
        const document = {
          ...by,
          name: 'd',
          sha256: 'x',
          bytes: 1,
          media_type: 'text/plain',
          side: 'client',
        };
        await trx('documents').insert({ ...document, author: 'Hans Weiß', added_at: now });
        await trx('documents').insert({ ...document, contact_id: 3, author: 'Ada', added_at: now });
        const [thread] = await trx('threads')
          .insert({ account_id: 1, subject: 's', started_at: now, last_at: now })
          .returning('id');
        for (const body of ['one', 'two']) {
          await trx('messages').insert({
            ...by,
            thread_id: thread.id,
            side: 'client',
            author: 'Hans Weiß',
            body,
            at: now,
          });
        }
        const [{ id: documentId }] = await trx('documents').where(by).select('id');
        const request = { account_id: 1, document_id: documentId, requested_at: now, requested_by: 'x' };
        await trx('approvals').insert({
          ...request,
          ...by,
          state: 'approved',
          decided_at: now,
          decided_by: 'Hans Weiß',
        });
        const [asked] = await trx('signature_requests')
          .insert({ ...request, in_order: 0, state: 'open' })
          .returning('id');
        await trx('signature_signers').insert({
          request_id: asked.id,
          position: 1,
          contact_id: 2,
          name: 'Hans Weiß',
          state: 'pending',
        });
        await trx('logins').insert({ ...by, name: 'Hans Weiß', address: 'h@w.example', origin: '', at: now });
        await trx('account_photos').insert({
          ...by,
          sha256: 'p',
          media_type: 'image/png',
          bytes: 1,
          set_by: 'Hans',
          set_at: now,
        });
      });
      const { moved } = await merge(db(), 1, 2, { take: take('first-name=1') });
      expect(moved).toEqual({
        documents: 1,
        messages: 2,
        approvals: 1,
        signatures: 1,
        logins: 1,
        photos: 1,
        portalLinks: 0,
      });
      const contents = await db().contents();
      expect(contents).toContain('Hans Weiß');
      for (const table of ['messages', 'approvals', 'signature_signers', 'logins', 'account_photos']) {
        expect(await db().read(({ trx }) => trx(table).distinct('contact_id')), table).toEqual([
          { contact_id: 1 },
        ]);
      }
      expect(await db().read(({ trx }) => trx('documents').orderBy('id').pluck('contact_id'))).toEqual([
        1, 3,
      ]);
      expect((await audit(db())).at(-1)).toMatchObject({
        action: 'merged',
        changes: { moved: { from: { documents: 1, messages: 2 }, to: 1 } },
      });
    });

    it('L5: every table that refers to contacts is one that the merge knows', async () => {
      const referring = await db().read(async ({ trx, dialect }) =>
        dialect.rows<{ name: string }>(
          await trx.raw(
            dialect.name === 'sqlite'
              ? `select distinct m.name from sqlite_schema m, pragma_foreign_key_list(m.name) f
                 where m.type = 'table' and f."table" in ('contacts', 'account_contacts')`
              : `select distinct conrelid::regclass::text as name from pg_constraint
                 where contype = 'f' and confrelid::regclass::text in ('contacts', 'account_contacts')`,
          ),
        ),
      );
      expect(referring.map(({ name }) => name).sort()).toEqual([
        'account_access',
        'account_contacts',
        'account_photos',
        'approvals',
        'contact_emails',
        'contact_field_values',
        'documents',
        'logins',
        'messages',
        'portal_links',
        'signature_signers',
      ]);
    });

    describe('two programs at once', () => {
      const from = <T>(database: Database, work: (deps: Deps) => Promise<T>): Promise<T> =>
        database.write((trx, dialect) => work(testDeps(trx, dialect)), { dryRun: false });

      /** Accounts 1, 2 … with the contacts 2n-1 "A" and 2n "B" each. */
      const fill = () =>
        create(
          db(),
          ...Array.from({ length: races }, (_, index) => ({
            name: `Account ${index + 1}`,
            contacts: ['a', 'b'].map((letter) => ({
              create: person('Same', { ...(letter === 'a' ? { email: `a${index}@race.example` } : {}) }),
            })),
          })),
        );

      async function race(
        works: (one: number, other: number, account: number) => Array<(deps: Deps) => Promise<unknown>>,
        look: (codes: string[], account: number) => Promise<void>,
      ) {
        const other = openDatabase(db().location);
        try {
          for (let account = 1; account <= races; account += 1) {
            const settled = await Promise.allSettled(
              works(2 * account - 1, 2 * account, account).map((work, index) =>
                from(index === 0 ? db().database : other, work),
              ),
            );
            await look(
              settled.flatMap((one) =>
                one.status === 'rejected' ? [one.reason.code ?? String(one.reason)] : [],
              ),
              account,
            );
          }
        } finally {
          await other.close();
        }
      }
      const merging = (keep: number, drop: number) => (deps: Deps) =>
        mergeContacts(deps, { keep, drop: [drop] });

      it('L5: of two that are merged into each other, one stays', async () => {
        await fill();
        await race(
          (one, other) => [merging(one, other), merging(other, one)],
          async (codes, account) => {
            expect(codes).toEqual(['CONTACT_NOT_FOUND']);
            expect(await linksIn(db(), account)).toHaveLength(1);
          },
        );
      });

      it('L2: when one is merged away while the other is unlinked, the account keeps a contact', async () => {
        await fill();
        await race(
          (one, other, account) => [
            merging(one, other),
            (deps) => unlinkContacts(deps, [{ accountId: account, contactId: one }]),
          ],
          async (codes, account) => {
            // Either the link was gone first and the other's takes its place, or it is the last one.
            expect([[], ['LAST_CONTACT']]).toContainEqual(codes);
            expect(await linksIn(db(), account)).toEqual([String(2 * account - 1)]);
          },
        );
      });

      it('L5: what is linked, edited and switched meanwhile is taken over, or comes too late', async () => {
        await fill();
        await create(db(), { name: 'More', contacts: [{ create: person('X') }] });
        await race(
          (one, other) => [
            merging(one, other),
            async (deps) => {
              const contactId = await resolveContact(deps, `id:${other}`);
              await linkContacts(deps, [{ accountId: races + 1, contactId }]);
              await editContacts(deps, [{ id: other, patch: { phone: '7' } }]);
            },
          ],
          async (codes, account) => {
            const links = await linksIn(db(), races + 1);
            if (codes.length === 0) expect(links).toContain(String(2 * account - 1));
            else expect(codes).toEqual(['CONTACT_NOT_FOUND']);
            expect(links).not.toContain(String(2 * account));
          },
        );
      });

      it('T1: access that is switched on meanwhile is the one of the contact that stays', async () => {
        await fill();
        await race(
          (one, other, account) => [
            merging(other, one),
            (deps) => changeAccess(deps, [{ accountId: account, contactId: one, switches: { login: true } }]),
          ],
          async (codes, account) => {
            const [link] = (await db().read((deps) => showAccount(deps, account))).contacts;
            expect(link?.contact.id).toBe(2 * account);
            if (codes.length === 0) expect(link?.emails).toMatchObject([{ login: true }]);
            else expect(codes).toEqual(['NOT_LINKED']);
          },
        );
      });
    });
  });
});
