import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { words } from '../words.ts';
import { days, erika, file, fillPortalBook, jan, later, password, printed, setLogin } from './people.ts';

const line = 'portal accept --token-file link.txt --password-file p.txt';

describe('portal accept', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillPortalBook(db());
      await file(db(), 'p.txt', `${password}\n`);
      await file(db(), 'link.txt', `${await printed(db(), 'invite', 'send', erika)}\n`);
    });
    const run = (text = line) => db().run(...words(text), '--json');
    const refused = async (text = line) => {
      const before = await db().contents();
      const ran = await run(text);
      expect(ran.out).toBe('');
      expect(await db().contents()).toBe(before);
      const { code, exitCode } = ran.error();
      return [code, exitCode];
    };
    const access = async (id: number) =>
      (await db().run('account', 'show', String(id), '--json'))
        .json()
        .contacts.flatMap(({ emails }: { emails: Array<{ status: string }> }) =>
          emails.map(({ status }) => status),
        );

    it('I2: makes the address active in all its accounts, once', async () => {
      expect(await access(1)).toEqual(['invited']);
      const ran = await run(`${line} --origin 192.0.2.7`);
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.json()).toEqual({
        userId: 1,
        email: erika,
        accounts: [
          { id: 1, name: 'Erika Müller' },
          { id: 2, name: 'Weiß GmbH' },
        ],
      });
      expect(await access(1)).toEqual(['active']);
      expect(await access(2)).toEqual(['active', 'off']);
      expect(await refused()).toEqual(['LINK_DEAD', 4]);
      const entries = (await db().run('audit', 'list', '--limit', '2', '--json')).json();
      expect(entries).toMatchObject([
        {
          record: 'portal-user',
          action: 'created',
          label: erika,
          changes: { email: { from: null, to: erika }, origin: { from: null, to: '192.0.2.7' } },
        },
        { record: 'invitation', changes: { status: { from: 'pending', to: 'accepted' } } },
      ]);
    });

    it('I5: argon2id with 64 MiB and three passes is what is stored', async () => {
      await run();
      const [user] = await db().read((deps) => deps.trx('portal_users'));
      expect(user.password_hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
      expect(user).toMatchObject({
        address: erika,
        address_key: erika,
        failed_logins: 0,
        locked_until: null,
      });
    });

    it('the token alone will do, from standard input, too; the password as well, but not both', async () => {
      const link = await printed(db(), 'invite', 'resend', erika);
      const token = new URL(link).searchParams.get('token') ?? '';
      const both = await db().runWith(
        { stdin: token },
        ...words('portal accept --token-file - --password-stdin --json'),
      );
      expect(both.error()).toMatchObject({ code: 'CONFLICTING_OPTIONS', exitCode: 2 });
      const ran = await db().runWith(
        { stdin: `  ${token}\n` },
        ...words('portal accept --token-file - --password-file p.txt'),
      );
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toContain(
        `accepted the invitation to ${erika} (account 1 "Erika Müller", account 2 "Weiß GmbH")`,
      );
    });

    it('a terminal is asked for the password, hidden, twice', async () => {
      const typed = [
        ['New password:', `${password}\r`],
        ['Once more:', 'something else\r'],
      ] as const;
      const argv = words('portal accept --token-file link.txt');
      const slip = await db().runWith({ terminal: true, typed }, ...argv);
      expect(slip.code).toBe(2);
      expect(slip.err).toContain('not the same');
      const ran = await db().runWith(
        { terminal: true, typed: [typed[0], ['Once more:', `${password}\r`]] },
        ...argv,
      );
      expect(ran.code).toBe(0);
      expect(`${slip.err}${slip.out}${ran.err}${ran.out}`).not.toContain(password);
    });

    it('without a password: names both options where nobody can be asked', async () => {
      const ran = await run('portal accept --token-file link.txt');
      expect(ran.error()).toMatchObject({
        code: 'PASSWORD_MISSING',
        exitCode: 2,
        hint: 'Give it with --password-stdin or --password-file FILE.',
      });
      expect(await refused(`${line} --password-stdin`)).toEqual(['CONFLICTING_OPTIONS', 2]);
      expect(await refused('portal accept --password-file p.txt')).toEqual(['INVALID_INPUT', 2]);
      await file(db(), 'p.txt', '\n');
      expect(await refused()).toEqual(['PASSWORD_EMPTY', 2]);
      await file(db(), 'link.txt', ' \n');
      await file(db(), 'p.txt', password);
      expect(await refused()).toEqual(['TOKEN_EMPTY', 2]);
      expect(await refused('portal accept --token-file no.txt --password-file p.txt')).toEqual([
        'FILE_UNREADABLE',
        2,
      ]);
    });

    it('I5: a weak password is refused without being repeated, and leaves the link usable', async () => {
      for (const weak of [
        'short',
        'x'.repeat(257),
        erika.toUpperCase(),
        'aaaaaaaaaaaaaaaa',
        'elf\uFFFDzeichen mehr',
      ]) {
        await file(db(), 'p.txt', weak);
        const before = await db().contents();
        for (const more of ['--json', '--debug']) {
          const ran = await db().run(...words(line), more);
          expect(ran).toMatchObject({ code: 2, out: '' });
          expect(ran.err).not.toContain(weak);
        }
        expect((await run()).error().code).toBe('WEAK_PASSWORD');
        expect(await db().contents()).toBe(before);
      }
      await file(db(), 'p.txt', 'zwölf Zeich.');
      expect((await run()).code).toBe(0);
    });

    it('I2: wrong, used, replaced and revoked links get one and the same answer', async () => {
      const dead = async (text: string) => {
        await file(db(), 'link.txt', text);
        const ran = await run();
        expect(ran.code).toBe(4);
        return ran.err;
      };
      const first = await printed(db(), 'invite', 'resend', erika);
      const second = await printed(db(), 'invite', 'resend', erika, '--again');
      await db().run('invite', 'revoke', erika);
      const third = await printed(db(), 'invite', 'send', erika);
      await file(db(), 'link.txt', third);
      await run();
      const reset = await printed(db(), 'reset-password', erika);
      const [selector] = new URL(third).searchParams.get('token')?.split('.') ?? [];
      const answers = [
        await dead(first),
        await dead(second),
        await dead(third),
        await dead(reset),
        await dead('x'),
        await dead(`${selector}.${'A'.repeat(43)}`),
        await dead(`${selector}.`),
        await dead('https://portal.invalid/accept'),
      ];
      expect(new Set(answers).size).toBe(1);
      expect(JSON.parse(answers[0] ?? '').error.code).toBe('LINK_DEAD');
    });

    it('I2: an expired one says so', async () => {
      const ran = await later(db(), days(7), ...words(line), '--json');
      expect(ran.error()).toMatchObject({
        code: 'LINK_EXPIRED',
        exitCode: 4,
        hint: expect.stringContaining(`kontor invite resend ${erika}`),
      });
      expect((await later(db(), days(7) - 1, ...words(line))).code).toBe(0);
    });

    it('A9: not while all accounts are archived; the link works again after a restore', async () => {
      await db().run('account', 'archive', '1', '2');
      expect(await refused()).toEqual(['ACCOUNT_ARCHIVED', 4]);
      await db().run('account', 'restore', '2');
      expect((await run()).json().accounts).toEqual([{ id: 2, name: 'Weiß GmbH' }]);
    });

    it('T4: login switched off everywhere ends the invitation; in one of two accounts it does not', async () => {
      await setLogin(db(), 1, 1, false);
      expect((await db().run('invite', 'list', '--json')).json()).toMatchObject([
        { status: 'pending', account: { id: 2, name: 'Weiß GmbH' } },
      ]);
      await setLogin(db(), 2, 1, false);
      expect(await refused()).toEqual(['LINK_DEAD', 4]);
    });

    it('the mailed and the printed link open the same invitation, once', async () => {
      const other = await db().write(async (deps) => {
        const { mintToken } = await import('../../../src/domain/portal/tokens.ts');
        return mintToken(deps, 1);
      });
      expect((await run()).code).toBe(0);
      await file(db(), 'link.txt', other);
      expect(await refused()).toEqual(['LINK_DEAD', 4]);
    });

    it('a dry run uses nothing up', async () => {
      const before = await db().contents();
      expect((await run(`${line} -n`)).code).toBe(0);
      expect(await db().contents()).toBe(before);
      expect((await run()).code).toBe(0);
    });

    it('C4: people who share an address share one portal user', async () => {
      await db().run('contact', 'create', '--last-name', 'Kind', '--email', erika, '--shared-email');
      await db().run('contact', 'link', 'id:4', '2');
      await setLogin(db(), 2, 4);
      await run();
      expect(
        (await db().run('portal', 'accept', '--token-file', 'link.txt', '--password-file', 'p.txt')).code,
      ).toBe(4);
      const ran = await db().run(...words(`portal login --email ${erika} --password-file p.txt --json`));
      expect(ran.json().accounts).toHaveLength(2);
      const logins = await db().read((deps) => deps.trx('logins').select('account_id', 'name').orderBy('id'));
      expect(logins).toEqual([
        { account_id: 1, name: 'Erika Müller' },
        { account_id: 2, name: 'Erika Müller' },
        { account_id: 2, name: 'Kind' },
      ]);
    });

    it('the invitation of somebody else is none of mine', async () => {
      expect((await db().run('invite', 'send', jan)).code).toBe(4);
      expect((await run()).json().email).toBe(erika);
    });
  });
});
