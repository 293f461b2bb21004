import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact notifications', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      await db().run('contact', 'access', '2', '2', '--login', 'on', '--notify', 'on');
    });
    const choose = (line: string) => db().run('contact', 'notifications', ...words(line));

    it('T2: switches kinds, separated by commas or given again, and says what changed', async () => {
      const ran = await choose('jan@weiss.example crm-2 --off signatures,messages --off organizers');
      expect(ran).toMatchObject({
        code: 0,
        out: '',
        err: '✓ 2 "Weiß GmbH": Jan Weiß <jan@weiss.example>: signatures on → off, messages on → off, organizers on → off\n',
      });
      const again = await choose('2 2 --on "documents, messages" --off signatures --json');
      expect(again.json()).toMatchObject({
        results: [
          {
            outcome: 'updated',
            email: 'jan@weiss.example',
            notifications: ['documents', 'approvals', 'messages'],
            changes: { messages: { from: false, to: true } },
          },
        ],
        summary: { total: 1, updated: 1 },
      });
      const { contacts } = (await db().run('account', 'show', '2', '--json')).json();
      expect(contacts[1].emails[0].notifications).toEqual(['documents', 'approvals', 'messages']);
      expect((await choose('2 2 --off signatures')).err).toBe('1 e-mail is like that already\n');
    });

    it('T2: they survive switching off and on', async () => {
      await choose('2 2 --off messages');
      for (const value of ['off', 'on']) await db().run('contact', 'access', '2', '2', '--notify', value);
      const { contacts } = (await db().run('account', 'show', '2', '--json')).json();
      expect(contacts[1].emails[0].notifications).not.toContain('messages');
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        [
          'T2: switched off',
          'contact notifications 1 2 --off messages',
          4,
          'NOTIFICATIONS_OFF',
          'kontor contact access 1 2 --email erika@mueller.example --login on --notify on',
        ],
        [
          'unknown kind',
          'contact notifications 2 2 --off mesages',
          2,
          'INVALID_INPUT',
          'documents, signatures, approvals, messages, organizers',
        ],
        ['no kind', 'contact notifications 2 2 --off ""', 2, 'INVALID_INPUT', 'the kinds are documents'],
        ['nothing', 'contact notifications 2 2', 2, 'INVALID_INPUT', 'give --on or --off'],
        ['both', 'contact notifications 2 2 --on messages --off messages', 2, 'KIND_ON_AND_OFF', 'messages'],
        ['not linked', 'contact notifications 3 2 --off messages', 3, 'NOT_LINKED', 'account show id:2'],
        [
          'e-mail',
          'contact notifications 2 2 --off messages --email x@y.z',
          3,
          'EMAIL_NOT_IN_ACCOUNT',
          'It has jan@weiss.example.',
        ],
        [
          'no account',
          'contact notifications 2 --off messages',
          2,
          'MISSING_ARGUMENT',
          '<account> is missing',
        ],
      ]));
  });
});
