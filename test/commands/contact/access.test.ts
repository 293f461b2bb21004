import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact access', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const access = (line: string) => db().run('contact', 'access', ...words(line));
    /** The e-mails of an account and what is on for them. */
    const onIn = async (account: string) => {
      const { contacts } = (await db().run('account', 'show', account, '--json')).json();
      return contacts.flatMap(({ emails }: { emails: Array<Record<string, unknown>> }) =>
        emails.map((email) =>
          [email.address, ...['login', 'notify', 'sync'].filter((name) => email[name] === true)].join(' '),
        ),
      );
    };

    it('T1: switches every e-mail of a contact in the accounts named, and says what changed', async () => {
      const ran = await access('jan@weiss.example 2 "Nachlass Ernst" --login on --notify off --sync on');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([
        '✓ 2 "Weiß GmbH": Jan Weiß <jan@weiss.example>: login off → on, sync off → on',
        '✓ 3 "Nachlass Ernst": Jan Weiß <jan@weiss.example>: login off → on, sync off → on',
        'warning: account 3 "Nachlass Ernst" is archived: its access counts when it is restored',
        '',
      ]);
      expect(await onIn('2')).toEqual(['erika@mueller.example', 'jan@weiss.example login sync']);
      const again = await access('2 2 --login on');
      expect(again).toMatchObject({ code: 0, err: '1 e-mail is like that already\n' });
    });

    it('of many e-mails the last line counts them', async () => {
      const people = Array.from({ length: 11 }, (_, index) => [
        '--new-contact',
        `P${index} <p${index}@many.example>`,
      ]);
      await db().run(
        'account',
        'create',
        '--name',
        'Many',
        '--tag',
        'big',
        '--create-tags',
        ...people.flat(),
      );
      const lines = (await access('--tag big --login on')).err.trimEnd().split('\n');
      expect(lines).toHaveLength(12);
      expect(lines.at(-1)).toBe('in all: 11 changed, 0 unchanged, 0 skipped');
      expect((await access('--tag big --login on')).err).toBe('11 e-mails are like that already\n');
    });

    it('JSON has every e-mail concerned, its switches, kinds, status and what was changed', async () => {
      await access('2 2 --login on');
      expect((await access('2 2 --login on --notify on --json')).json()).toEqual({
        results: [
          {
            outcome: 'updated',
            account: { id: 2, name: 'Weiß GmbH' },
            contact: { id: 2, name: 'Jan Weiß' },
            email: 'jan@weiss.example',
            source: 'primary',
            login: true,
            notify: true,
            sync: false,
            notifications: ['documents', 'signatures', 'approvals', 'messages', 'organizers'],
            status: 'not-invited',
            changes: { notify: { from: false, to: true } },
            invited: false,
            warnings: [],
          },
        ],
        summary: { total: 1, updated: 1 },
      });
    });

    it('T5: a dry run over a tag lists exactly the e-mails that would change, and changes nothing', async () => {
      await access('erika@mueller.example 1 --login on');
      const before = await db().contents();
      const ran = await access('--tag vip --login on --dry-run');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([
        '✓ 2 "Weiß GmbH": Erika Müller <erika@mueller.example>: login off → on',
        '✓ 2 "Weiß GmbH": Jan Weiß <jan@weiss.example>: login off → on',
        '1 e-mail is like that already',
        'dry run: nothing was written',
        '',
      ]);
      const json = (await access('--tag VIP --login on -n --json')).json();
      expect(json.summary).toEqual({ total: 3, updated: 2, unchanged: 1 });
      expect(await db().contents()).toBe(before);
    });

    it('T5: by tags (all of them), accounts, files and standard input, with or without a contact', async () => {
      const concerned = async (line: string, stdin = '') => {
        const ran = await db().runWith(
          { stdin },
          'contact',
          'access',
          ...words(`${line} --sync on -n --json`),
        );
        expect(ran.code, `${line}\n${ran.err}`).toBe(0);
        return ran
          .json()
          .results.map((one: { account: { id: number }; contact: { id: number } }) =>
            [one.account.id, one.contact.id].join('/'),
          )
          .join(' ');
      };
      await writeFile(path.join(db().folder, 'ids.txt'), 'crm-2\n\n1\n2\n');
      expect(await concerned('--tag VIP --tag Monthly')).toBe('2/1 2/2');
      expect(await concerned('--tag VIP --account 1')).toBe('1/1');
      expect(await concerned('--account 3 --account crm-1')).toBe('1/1 3/2');
      expect(await concerned('--ids-from ids.txt')).toBe('1/1 2/1 2/2');
      expect(await concerned('--ids-from -', '3\n')).toBe('3/2');
      expect(await concerned('jan@weiss.example --tag VIP')).toBe('2/2');
      expect(await concerned('erika@mueller.example --ids-from ids.txt')).toBe('2/1 1/1');
      expect(await concerned('--account 2 --email ERIKA@mueller.example')).toBe('2/1');
      expect(await concerned('--tag Unused')).toBe('');
      expect((await access('--tag Unused --sync on')).err).toBe('no e-mail is concerned\n');
    });

    it('T5: in bulk a contact without e-mail is skipped with the reason', async () => {
      await db().run('contact', 'edit', '2', '--email', '');
      const ran = await access('--tag VIP --notify on');
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('warning: contact 2 "Jan Weiß" has no e-mail');
      expect((await access('--tag VIP --notify on --json')).json()).toMatchObject({
        results: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }, { outcome: 'skipped', email: null }],
        summary: { total: 3, unchanged: 2, skipped: 1 },
      });
    });

    it('T4: --invite switches login on and invites, and once is enough', async () => {
      const ran = await access('2 2 --invite --json');
      expect(ran.json().results).toMatchObject([
        { outcome: 'updated', login: true, invited: true, status: 'invited' },
      ]);
      expect((await db().run('mail', 'list', '--json')).json()).toMatchObject([
        { recipient: 'jan@weiss.example' },
      ]);
      await access('1 2 --login on');
      expect((await access('1 2 --invite')).err).toContain('Erika Müller <erika@mueller.example>: invited');
      expect((await access('1 2 --invite')).err).toContain('1 e-mail is like that already');
      expect((await db().run('mail', 'list', '-o', 'count')).out).toBe('2\n');
      const dry = await access('petra@oezdemir.example 1 --invite -n');
      expect(dry.code, 'not linked').toBe(3);
    });

    it('T4: a dry run of an invitation sends nothing', async () => {
      const before = await db().contents();
      const ran = await access('--tag VIP --invite --dry-run');
      expect(ran.err).toContain('Jan Weiß <jan@weiss.example>: login off → on, invited');
      expect(await db().contents()).toBe(before);
    });

    it('refuses, and leaves everything as it was', async () => {
      await db().run('contact', 'create', '--last-name', 'Tal');
      await db().run('contact', 'link', '4', '2');
      await expectRefusals(db(), [
        ['no switch', 'contact access 1 1', 2, 'INVALID_INPUT', 'kontor account show'],
        ['nothing at all', 'contact access', 2, 'INVALID_INPUT', 'nothing to switch'],
        ['nothing named', 'contact access --login on', 2, 'NOTHING_NAMED', 'No account named'],
        ['no account', 'contact access 1 --login on', 2, 'NOTHING_NAMED', '--ids-from FILE'],
        ['word', 'contact access 1 1 --login maybe', 2, 'INVALID_INPUT', '--login must be one of on, off'],
        ['contradiction', 'contact access 1 1 --login off --invite', 2, 'INVITED_WITHOUT_LOGIN', 'Leave out'],
        ['contact', 'contact access nobody 1 --login on', 3, 'CONTACT_NOT_FOUND', 'nobody'],
        ['account', 'contact access 1 9 --login on', 3, 'ACCOUNT_NOT_FOUND', '"9"'],
        ['tag', 'contact access --tag Vipp --login on', 3, 'TAG_NOT_FOUND', 'Did you mean "VIP"?'],
        ['link', 'contact access 3 1 --login on', 3, 'NOT_LINKED', 'kontor account show id:1'],
        [
          'link of a tag',
          'contact access 3 --tag VIP --login on',
          3,
          'NOT_LINKED',
          'kontor contact show id:3',
        ],
        [
          'e-mail',
          'contact access 1 1 --email x@y.z --login on',
          3,
          'EMAIL_NOT_IN_ACCOUNT',
          'erika@mueller.example',
        ],
        [
          'e-mail in bulk',
          'contact access --tag VIP --email x@y.z --sync on',
          3,
          'EMAIL_NOT_IN_ACCOUNT',
          'x@y.z',
        ],
        ['T1: no e-mail', 'contact access 4 2 --login on', 4, 'NO_EMAIL', 'kontor contact edit 4 --email'],
      ]);
    });
  });
});
