import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';

describe('import of access', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await db().run('config', 'set', 'portal-address', 'https://portal.example');
      await db().run('config', 'set', 'sender', 'Office <office@firm.example>');
    });
    const load = async (lines: readonly string[], ...options: string[]) => {
      const file = path.join(db().folder, 'clients.csv');
      await writeFile(file, `${lines.join('\n')}\n`);
      const env = { KONTOR_MAIL_FOLDER: path.join(db().folder, 'mails') };
      return db().runWith({ env }, 'import', file, '-o', 'json', ...options);
    };
    const switches = async (account: string) =>
      (await db().run('account', 'show', account, '-o', 'json'))
        .json()
        .contacts.flatMap(({ emails }: { emails: Array<Record<string, unknown>> }) =>
          emails.map(({ address, login, notify, sync, status }) => [address, login, notify, sync, status]),
        );
    const head = 'Account key,Full name,E-mail,Login,Benachrichtigungen,E-Mail-Sync';

    it('T1, B2: the switches of the e-mail in the account; blank cells leave them, the second run changes nothing', async () => {
      const rows = [
        head,
        'K1,Ada Roth,ada@roth.example,yes,ja,',
        'K2,Ada Roth,ada@roth.example,,,x',
        'K1,Ben Blau,ben@blau.example,no,0,off',
      ];
      const first = await load(rows);
      expect(first, first.err).toMatchObject({ code: 0 });
      expect(await switches('K1')).toEqual([
        ['ada@roth.example', true, true, false, 'not-invited'],
        ['ben@blau.example', false, false, false, 'off'],
      ]);
      expect(await switches('K2')).toEqual([['ada@roth.example', false, false, true, 'off']]);
      const content = await db().contents();
      expect((await load(rows)).json()).toMatchObject({ run: null, unchanged: 3, invited: 0 });
      expect(await db().contents()).toBe(content);
      const changed = await load([
        head,
        'K1,Ada Roth,ada@roth.example,,off,on',
        'K1,Ben Blau,ben@blau.example,,,',
      ]);
      expect(changed.json()).toMatchObject({
        updated: { accounts: 0, contacts: 0, links: 1 },
        outcomes: { updated: 1, unchanged: 1 },
      });
      expect((await switches('K1'))[0]).toEqual(['ada@roth.example', true, false, true, 'not-invited']);
      const entries = (
        await db().run('audit', 'list', '--run', String(changed.json().run), '-o', 'json')
      ).json();
      expect(entries.map(({ record }: { record: string }) => record)).toEqual(['access']);
    });

    it.each(['before', 'behind'])('T1, T6: a row %s the one that changes the e-mail', async (place) => {
      expect(
        await load(['Account key,Contact key,Full name,E-mail', 'K1,C1,Ada Roth,ada@roth.example']),
      ).toMatchObject({ code: 0 });
      const switching = 'K2,C1,Ada Roth,,yes';
      const changing = 'K1,C1,Ada Roth,ada@new.example,yes';
      const rows = [
        'Account key,Contact key,Full name,E-mail,Login',
        ...(place === 'before' ? [switching, changing] : [changing, switching]),
      ];
      const first = await load(rows);
      expect(first, first.err).toMatchObject({ code: 0 });
      for (const account of ['K1', 'K2']) {
        expect(await switches(account)).toEqual([['ada@new.example', true, false, false, 'not-invited']]);
      }
      const content = await db().contents();
      expect((await load(rows)).json()).toMatchObject({ run: null, unchanged: 2 });
      expect(await db().contents()).toBe(content);
    });

    it('T4: --invite sends one invitation to each e-mail with login on, once', async () => {
      const rows = [
        head,
        'K1,Ada Roth,ada@roth.example,yes,,',
        'K2,Ada Roth,ada@roth.example,yes,,',
        'K3,Ben Blau,ben@blau.example,,,',
      ];
      const dry = await load(rows, '--invite', '--dry-run');
      expect(dry.json()).toMatchObject({ invited: 1 });
      expect((await db().run('mail', 'list', '-o', 'count')).out).toBe('0\n');
      const sent = await load(rows, '--invite');
      expect(sent, sent.err).toMatchObject({ code: 0 });
      expect(sent.json()).toMatchObject({ invited: 1 });
      expect((await db().run('mail', 'list', '-o', 'json')).json()).toMatchObject([
        { recipient: 'ada@roth.example', state: 'sent' },
      ]);
      expect((await switches('K2'))[0]).toEqual(['ada@roth.example', true, false, false, 'invited']);
      expect((await load(rows, '--invite')).json()).toMatchObject({ run: null, invited: 0, unchanged: 3 });
      const later = await load([head, 'K3,Ben Blau,ben@blau.example,ja,,'], '--invite', '--keep-going');
      expect(later.json()).toMatchObject({ invited: 1, outcomes: { updated: 1 } });
      expect((await db().run('mail', 'list', '-o', 'count')).out).toBe('2\n');
    });

    it('what cannot be switched is refused with its line: no e-mail, an odd word, two words for one e-mail', async () => {
      const before = await db().contents();
      const run = await load([
        head,
        'K1,Ada Roth,,yes,,',
        'K2,Ben Blau,ben@blau.example,maybe,,',
        'K3,Cleo Rot,cleo@rot.example,yes,,',
        'K3,Cleo Rot,cleo@rot.example,no,,',
        'K4,Dora Grün,,no,,',
      ]);
      expect(run.error().details.problems).toMatchObject([
        { line: 2, column: 'Login', field: 'access.login', code: 'NO_EMAIL' },
        { line: 3, column: 'Login', value: 'maybe', code: 'INVALID_VALUE' },
        { line: 5, column: 'Login', code: 'CONFLICTING_ROWS' },
      ]);
      expect(await db().contents()).toBe(before);
    });

    it('insert-only leaves the switches of links that are there', async () => {
      await load([head, 'K1,Ada Roth,ada@roth.example,,,']);
      const rows = [head, 'K1,Ada Roth,ada@roth.example,yes,,', 'K2,Ada Roth,ada@roth.example,yes,,'];
      expect((await load(rows, '--mode', 'insert-only')).json()).toMatchObject({ skipped: 1 });
      expect(await switches('K1')).toMatchObject([['ada@roth.example', false, false, false, 'off']]);
      expect(await switches('K2')).toMatchObject([['ada@roth.example', true, false, false, 'not-invited']]);
    });

    it('one who is known by key alone is switched at the primary e-mail', async () => {
      await load(['Account key,Contact key,Full name,E-mail', 'K1,P1,Ada Roth,ada@roth.example']);
      const run = await load(['Account key,Contact key,Login', 'K1,P1,yes']);
      expect(run, run.err).toMatchObject({ code: 0 });
      expect(await switches('K1')).toMatchObject([['ada@roth.example', true, false, false, 'not-invited']]);
    });
  });
});
