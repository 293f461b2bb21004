import { describe, expect, it } from 'vitest';
import { done, layOutClientFiles, littleOf2, muchOf1, twoAccounts } from '../commands/overview/client.ts';
import { onEachDatabase } from '../helpers/databases.ts';

/** What tests look into of the entries. */
interface Shown {
  id: number;
  name: string;
  subject: string;
  text: string;
  at: string;
  new: boolean;
  status: string;
  missing: string[];
  answer: { name: string; at: string } | null;
  contact: { name: string };
  document: { name: string };
}
type Section = { items: Shown[]; total: number };

describe('everything about a client on one page', () => {
  onEachDatabase((db) => {
    const json = async (...argv: string[]): Promise<Record<string, Section>> =>
      (await db().run('overview', ...argv, '--json')).json();

    it('O1: the newest five of each, all of them counted, and nothing of another account', async () => {
      await layOutClientFiles(db());
      await done(db(), twoAccounts);
      await done(db(), muchOf1);
      const before = await json('1');
      await done(db(), littleOf2);

      const { documents, messages, approvals, signatures, logins, notes } = await json('1');
      const names = (section: Section | undefined, of: (item: Shown) => unknown) => section?.items.map(of);

      expect(documents).toMatchObject({ total: 12, unseen: 9 });
      expect(names(documents, (item) => [item.name, item.new])).toEqual([
        ['Beleg 12.txt', false],
        ['Beleg 11.txt', true],
        ['Beleg 10.txt', true],
        ['Beleg 9.txt', true],
        ['Beleg 8.txt', true],
      ]);

      expect(messages).toMatchObject({ total: 7 });
      expect(
        names(messages, ({ subject, answer }) => [subject, answer && `${answer.name} ${answer.at}`]),
      ).toEqual([
        ['Thema 7', null],
        ['Thema 6', 'Ada Berg 2026-02-08T09:30:00.000Z'],
        ['Thema 5', null],
        ['Thema 4', null],
        ['Thema 3', null],
      ]);

      expect(approvals).toMatchObject({ total: 6, open: 3 });
      expect(names(approvals, ({ document, status }) => [document.name, status])).toEqual([
        ['Entwurf 6.txt', 'pending'],
        ['Entwurf 5.txt', 'approved'],
        ['Entwurf 4.txt', 'declined'],
        ['Entwurf 3.txt', 'pending'],
        ['Entwurf 2.txt', 'pending'],
      ]);

      expect(signatures).toMatchObject({ total: 4, open: 2 });
      expect(
        names(signatures, ({ document, status, missing }) => [document.name, status, missing]),
        'L4: Jan signs first, although Ada comes first in the alphabet',
      ).toEqual([
        ['Entwurf 10.txt', 'open', ['Jan Weiß', 'Ada Berg']],
        ['Entwurf 9.txt', 'open', ['Ada Berg']],
        ['Entwurf 8.txt', 'complete', []],
        ['Entwurf 7.txt', 'declined', []],
      ]);

      expect(logins).toMatchObject({ total: 2 });
      expect(names(logins, ({ contact, at }) => [contact.name, at])).toEqual([
        ['Ada Berg', '2026-02-04T09:30:00.000Z'],
        ['Jan Weiß', '2026-02-03T09:30:00.000Z'],
      ]);

      expect(notes).toMatchObject({ total: 9 });
      expect(names(notes, ({ text }) => text.split('\n')[0])).toEqual([
        'Ruft lieber an.',
        'Notiz 8',
        'Notiz 7',
        'Notiz 6',
        'Notiz 5',
      ]);

      expect(await json('1'), 'what happened in account 2 shows nowhere in account 1').toEqual(before);
      const other = await json('2');
      for (const name of ['documents', 'messages', 'approvals', 'signatures', 'logins', 'notes']) {
        expect(other[name], name).toMatchObject({ total: 1 });
        expect(other[name]?.items, name).toHaveLength(1);
      }
      expect(other.documents).toMatchObject({ unseen: 1, items: [{ name: 'Grundriss.txt', new: true }] });
      expect(other.signatures?.items[0]?.missing).toEqual(['Jan Weiß']);
      expect(other.logins?.items).toMatchObject([
        { contact: { name: 'Jan Weiß' }, at: '2026-03-04T05:06:07.890Z' },
      ]);

      const all = await json('1', '--all', 'documents');
      expect(names(all.documents, ({ name }) => name)).toEqual(
        Array.from({ length: 12 }, (_, index) => `Beleg ${12 - index}.txt`),
      );
      expect(all.notes?.items, 'of the others the newest five').toHaveLength(5);
      const whole = await json('1', '--all');
      expect(Object.values(whole).flatMap(({ items }) => items?.length ?? [])).toEqual([12, 7, 6, 4, 2, 9]);

      // NEW is a matter of the account, too: seeing all of one leaves the other's.
      await done(db(), ['document seen --account 1']);
      expect((await json('1')).documents).toMatchObject({ unseen: 0, items: Array(5).fill({ new: false }) });
      expect((await json('2')).documents).toMatchObject({ unseen: 1 });
    }, 60_000);

    it('O1: for people: NEW by the word, who answered when, who has still to sign', async () => {
      await layOutClientFiles(db());
      await done(db(), [...twoAccounts, ...muchOf1]);
      const { out } = await db().runWith(
        { terminal: true, columns: 80, env: { NO_COLOR: '1' } },
        ...['overview', '1', '--no-pager'],
      );
      expect(out).toBe(page);
    }, 60_000);
  });
});

const page = `#1  Weiß GmbH
company · no photo · not archived

Portal:   not-invited
Contacts: Ada Berg, Jan Weiß
As of:    2026-03-04 05:06 UTC

Activity  54 in twelve months
                                           ██  ▁▁
    ·   ·   ·   ·   ·   ·   ·   ·   ·   ·  53   1
   Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar

Documents  12 in all, 9 NEW
  12       Beleg 12.txt  Jan Weiß  2 weeks ago (2026-02-12)
  11  NEW  Beleg 11.txt  Jan Weiß  3 weeks ago (2026-02-11)
  10  NEW  Beleg 10.txt  Jan Weiß  3 weeks ago (2026-02-10)
   9  NEW  Beleg 9.txt   Jan Weiß  3 weeks ago (2026-02-09)
   8  NEW  Beleg 8.txt   Jan Weiß  3 weeks ago (2026-02-08)
  … and 7 more: kontor overview 1 --all documents

Messages  7 in all, 2 last from the client
  7  Thema 7  1 message   3 weeks ago (2026-02-09)
     written by Jan Weiß, no answer yet
  6  Thema 6  2 messages  3 weeks ago (2026-02-08)
     answered by Ada Berg 3 weeks ago (2026-02-08)
  5  Thema 5  1 message   3 weeks ago (2026-02-05)
     written by tester (firm), no answer yet
  4  Thema 4  1 message   1 month ago (2026-02-04)
     written by tester (firm), no answer yet
  3  Thema 3  1 message   1 month ago (2026-02-03)
     written by tester (firm), no answer yet
  … and 2 more: kontor overview 1 --all messages

Approvals  6 in all, 3 pending
  6  Entwurf 6.txt  pending   3 weeks ago (2026-02-06)
  5  Entwurf 5.txt  approved  3 weeks ago (2026-02-05)
     approved by Ada Berg 3 weeks ago (2026-02-06)
  4  Entwurf 4.txt  declined  1 month ago (2026-02-04)
     declined by Ada Berg 3 weeks ago (2026-02-05)
     “Die USt fehlt”
  3  Entwurf 3.txt  pending   1 month ago (2026-02-03)
  2  Entwurf 2.txt  pending   1 month ago (2026-02-02)
  … and 1 more: kontor overview 1 --all approvals

Signatures  4 in all, 2 open
  4  Entwurf 10.txt  open      1 month ago (2026-02-04)
     still to sign: Jan Weiß, Ada Berg
  3  Entwurf 9.txt   open      1 month ago (2026-02-03)
     still to sign: Ada Berg
     signed: Jan Weiß 1 month ago (2026-02-04)
  2  Entwurf 8.txt   complete  1 month ago (2026-02-02)
     signed: Jan Weiß 3 weeks ago (2026-02-06), Ada Berg 3 weeks ago
     (2026-02-05)
  1  Entwurf 7.txt   declined  1 month ago (2026-02-01)
     declined by Ada Berg 3 weeks ago (2026-02-07): Falsches Jahr

Logins  2 persons
  Ada Berg  ada@berg.example   1 month ago (2026-02-04)
  Jan Weiß  jan@weiss.example  1 month ago (2026-02-03)

Notes  9 in all
  9  Ruft lieber an. …  tester  today 05:06
  8  Notiz 8            tester  3 weeks ago (2026-02-08)
  7  Notiz 7            tester  3 weeks ago (2026-02-07)
  6  Notiz 6            tester  3 weeks ago (2026-02-06)
  5  Notiz 5            tester  3 weeks ago (2026-02-05)
  … and 4 more: kontor overview 1 --all notes
`;
