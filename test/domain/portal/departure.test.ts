import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { words } from '../../commands/words.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

const password = 'a password for tests';

describe('portal users whose access goes', () => {
  onEachDatabase((db) => {
    const kontor = (line: string, stdin?: string) =>
      db().runWith(stdin === undefined ? {} : { stdin }, ...words(line));
    const done = async (line: string, stdin?: string) => {
      const ran = await kontor(line, stdin);
      expect(ran.code, `${line}\n${ran.err}`).toBe(0);
      return ran;
    };
    const accept = async (email: string) => {
      const sent = (await done(`invite send ${email} --print-link --no-mail --json`)).json();
      await done('portal accept --token-file - --password-file password', sent.results[0].link);
    };
    const logIn = async (email: string) =>
      (await done(`portal login --email ${email} --password-file password --json`)).json().session.token;
    const session = (token: string) => kontor('portal session --token-file - --json', token);

    beforeEach(async () => {
      await writeFile(path.join(db().folder, 'password'), password);
      await done('account create --new-contact "Jan Berg <jan@berg.example>" --name Berg --login on');
      await accept('jan@berg.example');
    });

    it('T4: with the last login their sessions end, and none of them opens again', async () => {
      await done('account create --contact jan@berg.example --name Second --login on');
      const token = await logIn('jan@berg.example');
      await done('contact access jan@berg.example Berg --login off');
      expect((await session(token)).json()).toMatchObject({ accounts: [{ name: 'Second' }] });
      await done('contact access jan@berg.example Second --login off');
      expect((await session(token)).code).toBe(4);
      await done('contact access jan@berg.example Second --login on');
      expect((await session(token)).code, 'the session has ended for good').toBe(4);
      await logIn('jan@berg.example');
    });

    it('A9: an archived account needs its users; they go on after it is restored', async () => {
      const token = await logIn('jan@berg.example');
      await done('account archive Berg');
      expect((await session(token)).code).toBe(4);
      await done('account restore Berg');
      expect((await session(token)).code).toBe(0);
    });

    it.each([
      [
        'their contact is deleted',
        ['account archive Berg', 'account delete Berg --yes', 'contact delete 1 --yes'],
      ],
      [
        'their address is given up while login is off',
        ['contact access 1 Berg --login off', 'contact edit 1 --email other@berg.example'],
      ],
      [
        'their address is taken away, and the unlinked e-mail is switched off',
        [
          'contact edit 1 --email other@berg.example',
          'contact access 1 Berg --email jan@berg.example --login off',
        ],
      ],
    ])('T4, T6: users go when %s; whoever has the address next has to be invited', async (_, lines) => {
      const token = await logIn('jan@berg.example');
      const sent = (await done('reset-password jan@berg.example --print-link --no-mail --json')).json();
      for (const line of lines) await done(line);
      await done('account create --new-contact "Somebody Else <jan@berg.example>" --name Else --login on');
      expect((await done('account show Else --json')).json()).toMatchObject({ portalStatus: 'not-invited' });
      expect((await session(token)).code).toBe(4);
      const old = await kontor('portal login --email jan@berg.example --password-file password');
      expect(old.code, 'the old password').toBe(4);
      const reset = await kontor(
        'portal set-password --token-file - --password-file password',
        sent.results[0].link,
      );
      expect(reset.code, 'the old reset').toBe(4);
      await accept('jan@berg.example');
      expect((await done('account show Else --json')).json()).toMatchObject({ portalStatus: 'active' });
      const deleted = (await done('audit list --record portal-user --action deleted --json')).json();
      expect(deleted).toMatchObject([{ label: 'jan@berg.example' }]);
    });

    it('C4, T6: an unlinked e-mail belongs to its contact; nobody gets it, and with it the account, unasked', async () => {
      await done('contact edit 1 --email other@berg.example');
      const taken = await kontor('contact create --last-name Thief --email jan@berg.example --json');
      expect(taken.error()).toMatchObject({
        code: 'EMAIL_TAKEN',
        exitCode: 4,
        message: expect.stringContaining('"Jan Berg"'),
      });
      await writeFile(path.join(db().folder, 'list.csv'), 'Full name,E-mail\nAnna Thief,jan@berg.example\n');
      expect((await kontor('import list.csv --json')).code).toBe(2);
      await done('contact create --last-name Family --email jan@berg.example --shared-email');
    });

    it('Q1, C3: an unlinked e-mail finds its contact and its account until it is switched off', async () => {
      await done('contact edit 1 --email other@berg.example');
      const found = async () =>
        (await done('search jan@berg --json')).json().map(({ id }: { id: number }) => id);
      expect(await found()).toEqual([1]);
      await done('contact access jan@berg.example Berg --email jan@berg.example --login off');
      expect(await found()).toEqual([]);
      expect((await kontor('contact show jan@berg.example')).code).toBe(3);
    });
  });
});
