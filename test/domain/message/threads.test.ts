import { beforeEach, describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { archiveAccounts, deleteAccounts } from '../../../src/domain/account/operations.ts';
import { deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import { listMessages } from '../../../src/domain/message/list.ts';
import type { NewReply, NewThread } from '../../../src/domain/message/model.ts';
import { replyToThreads, sendMessages } from '../../../src/domain/message/operations.ts';
import { showThread } from '../../../src/domain/message/record.ts';
import { threadSection } from '../../../src/domain/message/section.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { plansOf } from '../../helpers/plans.ts';
import { audit, collect, create, person } from '../fixtures.ts';

const [jan, ada] = ['jan@weiss.example', 'ada@berg.example'];
const quietly = { notify: false };
const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000Z`;

describe('threads', () => {
  onEachDatabase((db) => {
    /** Account 1 "Weiß GmbH" of 1 Jan and 2 Ada, both notified; account 2 "Berg" of Ada alone. */
    beforeEach(() =>
      create(
        db(),
        {
          companyName: 'Weiß GmbH',
          contacts: [
            { create: person('Jan Weiß', { email: jan }) },
            { create: person('Ada Berg', { email: ada }) },
          ],
          access: { login: true, notify: true },
        },
        { name: 'Berg', contacts: [{ id: 2 }] },
      ),
    );
    const send = (...inputs: Array<Partial<NewThread>>) =>
      db().write((deps) =>
        sendMessages(
          deps,
          inputs.map((input) => ({ accountId: 1, subject: 'Tax', text: 'x', ...input })),
          quietly,
        ),
      );
    const reply = (...inputs: Array<Partial<NewReply>>) =>
      db().write((deps) =>
        replyToThreads(
          deps,
          inputs.map((input) => ({ threadId: 1, text: 'y', ...input })),
          quietly,
        ),
      );
    const section = (accountId = 1, limit?: number) =>
      db().read((deps) => threadSection(deps, accountId, limit));
    const lastAt = (id = 1) => db().read(({ trx }) => trx('threads').where({ id }).pluck('last_at'));

    it('O2: a message begins a thread, replies follow it, each with who wrote it and when', async () => {
      const text = '  Guten Tag,\r\n\r\n\tbitte 😀 <b>\n';
      expect(await send({ text, at: '2026-01-02' })).toEqual([
        {
          outcome: 'created',
          id: 1,
          name: 'Tax',
          thread: { id: 1, subject: 'Tax' },
          account: { id: 1, name: 'Weiß GmbH' },
          from: { side: 'firm', name: 'tester', contact: null },
          text,
          at: day(2),
          notified: [],
          warnings: [],
        },
      ]);
      await reply(
        { contactId: 2, at: day(3), text: 'Here' },
        { at: '2026-01-03T01:00+01:00', text: 'Thanks' },
      );
      expect(await db().read((deps) => showThread(deps, 1))).toEqual({
        id: 1,
        subject: 'Tax',
        account: { id: 1, name: 'Weiß GmbH' },
        startedAt: day(2),
        lastAt: day(3),
        messages: [
          expect.objectContaining({ id: 1, text }),
          expect.objectContaining({
            id: 2,
            from: { side: 'client', name: 'Ada Berg', contact: { id: 2, name: 'Ada Berg' } },
          }),
          expect.objectContaining({ id: 3, text: 'Thanks' }),
        ],
      });
    });

    it('O1: the section: last written in first, who wrote last, and who of the other side answered', async () => {
      await send(
        { subject: 'Unanswered', contactId: 1, at: day(1) },
        { subject: 'Answered', contactId: 1, at: day(2) },
        { subject: 'Ours', at: day(3) },
        { subject: 'Other account', accountId: 2, contactId: 2, at: day(9) },
      );
      await reply(
        { threadId: 2, at: day(4) },
        { threadId: 2, at: day(5), contactId: 2 },
        { threadId: 2, at: day(5), contactId: 1 },
        { threadId: 3, at: day(6) },
      );
      const firm = (number: number) => ({ side: 'firm', name: 'tester', at: day(number) });
      const client = (name: string, number: number) => ({ side: 'client', name, at: day(number) });
      const items = [
        {
          id: 3,
          subject: 'Ours',
          startedAt: day(3),
          lastAt: day(6),
          messages: 2,
          last: firm(6),
          answer: null,
        },
        {
          id: 2,
          subject: 'Answered',
          startedAt: day(2),
          lastAt: day(5),
          messages: 4,
          last: client('Jan Weiß', 5),
          answer: firm(4),
        },
        {
          id: 1,
          subject: 'Unanswered',
          startedAt: day(1),
          lastAt: day(1),
          messages: 1,
          last: client('Jan Weiß', 1),
          answer: null,
        },
      ];
      expect(await section()).toEqual({ items, total: 3, unanswered: 2 });
      expect(await section(1, 2)).toEqual({ items: items.slice(0, 2), total: 3, unanswered: 2 });
      expect(await section(2)).toMatchObject({ items: [{ id: 4 }], total: 1, unanswered: 1 });
      expect(await section(99)).toEqual({ items: [], total: 0, unanswered: 0 });
    });

    it('O1: of threads last written in at the same moment the later one comes first', async () => {
      await send({ at: day(1) }, { at: day(1) }, { at: day(1) });
      expect((await section()).items.map(({ id }) => id)).toEqual([3, 2, 1]);
    });

    it('O2: a reply stands behind the last message, also of replies that come together', async () => {
      await send({ at: day(3) });
      const before = await db().contents();
      const refused = { kind: 'usage', code: 'INVALID_TIME', message: expect.stringContaining(day(3)) };
      await expect(reply({ at: day(2) })).rejects.toMatchObject(refused);
      await expect(reply({ at: '2026-03-05' })).rejects.toMatchObject({ code: 'INVALID_TIME' });
      await expect(reply({ at: day(9) }, { at: day(8) })).rejects.toMatchObject({
        message: expect.stringContaining('the last message of the thread'),
      });
      expect(await db().contents()).toBe(before);
      await reply({ at: day(3) });
      await reply({ at: day(4) }, { at: day(5) });
      expect(await lastAt()).toEqual([day(5)]);
    });

    it('O2: where the clock of another machine was ahead, a reply is still the last message', async () => {
      await send({});
      await db().write((deps) =>
        replyToThreads(
          { ...deps, clock: () => new Date('2026-03-04T05:06:09Z') },
          [{ threadId: 1, text: 'ahead' }],
          quietly,
        ),
      );
      await reply({ text: 'behind' });
      const { messages } = await db().read((deps) => showThread(deps, 1));
      expect(messages.map(({ text, at }) => [text, at])).toEqual([
        ['x', '2026-03-04T05:06:07.890Z'],
        ['ahead', '2026-03-04T05:06:09.000Z'],
        ['behind', '2026-03-04T05:06:09.000Z'],
      ]);
    });

    it('refuses accounts, threads and contacts that are not there, and writes nothing', async () => {
      await send({});
      await create(db(), { contacts: [{ create: person('Eva Tal') }] });
      const before = await db().contents();
      await expect(send({}, { accountId: 99 })).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
      await expect(send({ contactId: 3 })).rejects.toMatchObject({ code: 'NOT_LINKED' });
      await expect(reply({ threadId: 9 })).rejects.toMatchObject({
        kind: 'not-found',
        code: 'THREAD_NOT_FOUND',
      });
      await expect(reply({}, { contactId: 3 })).rejects.toMatchObject({ code: 'NOT_LINKED' });
      await expect(db().read((deps) => showThread(deps, 9))).rejects.toMatchObject({
        code: 'THREAD_NOT_FOUND',
      });
      expect(await db().contents()).toBe(before);
      expect(await send()).toEqual([]);
      expect(await reply()).toEqual([]);
    });

    it('A9: archived accounts can be written to', async () => {
      await db().write((deps) => archiveAccounts(deps, [1]));
      await send({});
      await reply({ contactId: 1 });
      expect((await section()).total).toBe(1);
    });

    it('who wrote keeps the name of that day; who is renamed, unlinked or deleted is told from it', async () => {
      await send({ contactId: 1 });
      const from = async () => (await db().read((deps) => showThread(deps, 1))).messages[0]?.from;
      await db().write((deps) => editContacts(deps, [{ id: 1, patch: { lastName: 'Braun' } }]));
      expect(await from()).toEqual({
        side: 'client',
        name: 'Jan Weiß',
        contact: { id: 1, name: 'Jan Braun' },
      });
      await db().write((deps) => unlinkContacts(deps, [{ accountId: 1, contactId: 1 }], {}));
      await db().write((deps) => deleteContacts(deps, [1]));
      expect(await from()).toEqual({ side: 'client', name: 'Jan Weiß', contact: null });
    });

    it('A10: threads go with their account, and only with it', async () => {
      await send({}, { accountId: 2 });
      await db().write((deps) => archiveAccounts(deps, [1]));
      await db().write((deps) => deleteAccounts(deps, [1]));
      const left = await db().read(({ trx }) => trx('messages').pluck('account_id'));
      expect(left).toEqual([2]);
      expect(await db().read(({ trx }) => trx('threads').pluck('id'))).toEqual([2]);
    });

    it('lists: newest first, of all, of an account, of a thread', async () => {
      await send({ at: day(1) }, { at: day(2), accountId: 2 });
      await reply({ threadId: 1, at: day(2) }, { threadId: 1, at: day(3) });
      const ids = async (wanted: {
        accountId?: number;
        threadId?: number;
        limit?: number;
        page?: number;
      }) => {
        const { rows, total } = await db().read(async (deps) => {
          const list = listMessages(deps, wanted);
          return { rows: await collect(list.rows), total: await list.total() };
        });
        return [rows.map(({ id }) => id), total];
      };
      expect(await ids({})).toEqual([[4, 3, 2, 1], 4]);
      expect(await ids({ accountId: 1 })).toEqual([[4, 3, 1], 3]);
      expect(await ids({ accountId: 2 })).toEqual([[2], 1]);
      expect(await ids({ threadId: 2 })).toEqual([[2], 1]);
      expect(await ids({ accountId: 1, limit: 2, page: 2 })).toEqual([[1], 3]);
    });

    it('T2, H1: the firm tells whom it may, clients tell nobody; the entry names whom, never the text', async () => {
      await db().write((deps) =>
        changeAccess(deps, [{ accountId: 1, contactId: 2, switches: { notify: false } }]),
      );
      const before = (await audit(db())).length;
      const results = await db().write((deps) =>
        sendMessages(
          deps,
          [
            { accountId: 1, subject: 'A', text: 'secret one' },
            { accountId: 1, subject: 'B', text: 'secret two', contactId: 2, at: day(1) },
            { accountId: 1, subject: 'C', text: 'secret three' },
            { accountId: 2, subject: 'D', text: 'secret four' },
          ],
          { notify: true },
        ),
      );
      expect(results.map(({ notified }) => notified)).toEqual([[jan], [], [jan], []]);
      const mails = await db().read(({ trx }) => trx('mails').select('kind', 'recipient', 'facts'));
      expect(mails).toEqual([
        { kind: 'messages', recipient: jan, facts: '{"name":"Jan Weiß","subjects":["A","C"]}' },
      ]);
      const entries = (await audit(db())).slice(before);
      expect(entries[0]).toMatchObject({
        record: 'message',
        recordId: 1,
        contactId: null,
        label: 'A',
        action: 'created',
        changes: {
          accountId: { from: null, to: 1 },
          thread: { from: null, to: 1 },
          from: { from: null, to: 'tester (firm)' },
          notified: { from: null, to: [jan] },
        },
      });
      expect(entries[1]).toMatchObject({
        contactId: 2,
        changes: { from: { to: 'Ada Berg (client)' }, at: { from: null, to: day(1) } },
      });
      expect(entries[0]?.changes).not.toHaveProperty('at');
      expect(JSON.stringify([entries, mails])).not.toContain('secret');
    });

    it('two programs that reply at the same moment: the thread ends with its newest message', async () => {
      const races = 12;
      await send(...Array.from({ length: races }, () => ({ at: day(1) })));
      const other = openDatabase(db().location);
      try {
        for (let threadId = 1; threadId <= races; threadId += 1) {
          const settled = await Promise.allSettled(
            [db().database, other].map((database, index) =>
              database.write(
                (trx, dialect) =>
                  replyToThreads(
                    testDeps(trx, dialect),
                    [{ threadId, text: 'r', at: day(index === 0 ? 2 : 3) }],
                    quietly,
                  ),
                { dryRun: false },
              ),
            ),
          );
          const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
          expect([[], ['INVALID_TIME']]).toContainEqual(errors);
          expect(await lastAt(threadId)).toEqual([day(3)]);
        }
      } finally {
        await other.close();
      }
    });

    describe('with many of them', () => {
      /** Forty threads of four messages for each of 40 accounts; what is asked for is a small part of it. */
      beforeEach(async () => {
        await create(
          db(),
          ...Array.from({ length: 38 }, (_, index) => ({ name: `N${index}`, contacts: [{ id: 1 }] })),
        );
        await db().write(async (deps) => {
          const numbers = (count: number) =>
            `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})`;
          await query(
            deps,
            `insert into threads (account_id, subject, started_at, last_at) ${numbers(1600)}
             select 1 + i % 40, 'S', '${day(1)}', '${day(4)}' from n`,
          );
          await query(
            deps,
            `insert into messages (thread_id, account_id, side, author, body, at) ${numbers(4)}
             select t.id, t.account_id, case when i = 2 then 'firm' else 'client' end, 'A', 'B', '2026-01-0' || i
             from threads t cross join n`,
          );
          await deps.trx.raw('analyze');
        });
      });

      it('O1: the section is read by indexes only', async () => {
        await db().read(async (deps) => {
          const plans = await plansOf(deps, () => threadSection(deps, 1, 5));
          expect(plans).toHaveLength(3);
          const joined = plans.join('\n');
          expect(joined).not.toMatch(/Seq Scan on (threads|messages)|SCAN (t|m|messages|threads)\b/);
          expect(joined).toContain('threads_by_account');
          expect(joined).toContain('messages_by_thread');
          // The newest five are the first five of the index: no others are read and sorted.
          expect(plans[0]).not.toMatch(/TEMP B-TREE|Sort/);
          const section = await threadSection(deps, 1, 5);
          expect(section).toMatchObject({ total: 40, unanswered: 40 });
          expect(section.items[0]).toMatchObject({
            messages: 4,
            last: { side: 'client' },
            answer: { side: 'firm' },
          });
        });
      });

      it('Q3: lists begin at the end of an index, whatever they are about', async () => {
        await db().read(async (deps) => {
          for (const [wanted, index] of [
            [{}, 'messages_by_time'],
            [{ accountId: 1 }, 'messages_by_account'],
            [{ threadId: 1 }, 'messages_by_thread'],
          ] as const) {
            const [page] = await plansOf(deps, () =>
              collect(listMessages(deps, { ...wanted, limit: 50 }).rows),
            );
            expect(page).toContain(index);
            expect(page).not.toMatch(/Seq Scan|TEMP B-TREE|Sort/);
          }
        });
      });
    });
  });
});
