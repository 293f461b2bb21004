import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { words } from '../commands/words.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import type { CliOptions } from '../helpers/run-cli.ts';
import { type Arrived, type MailServerUnderTest, startMailServer } from '../helpers/smtp-server.ts';

const first = 'correct horse battery staple';
const second = 'a better horse, and another one';

/** The token of the link in a mail, and whether text and HTML lead to the same place. */
function tokenOf({ mail }: Arrived): string {
  const link = /https:\/\/portal\.weiss\.example\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
  expect(mail.html).toContain(link.replaceAll('&', '&amp;'));
  return new URL(link).searchParams.get('token') ?? '';
}

describe('a client comes in', () => {
  onEachDatabase((db) => {
    let server: MailServerUnderTest;
    /** Everything that the program said. */
    let said: string;
    beforeEach(async () => {
      server = await startMailServer();
      said = '';
    });
    afterEach(() => server.close());

    const kontor = async (line: string, options: CliOptions = {}) => {
      const ran = await db().runWith({ env: { KONTOR_SMTP_URL: server.url }, ...options }, ...words(line));
      said += ran.out + ran.err;
      return ran;
    };
    const done = async (line: string, options: CliOptions = {}) => {
      const ran = await kontor(line, options);
      expect(ran.code, `${line}\n${ran.err}`).toBe(0);
      return ran;
    };
    const json = async (line: string) => (await done(`${line} --json`)).json();
    const tokenFile = async (token: string) => {
      await writeFile(path.join(db().folder, 'token'), token);
      return 'token';
    };
    const statusIn = async (account: string) =>
      Object.fromEntries(
        (await json(`account show ${account}`)).contacts.flatMap(
          ({ emails }: { emails: Array<{ address: string; status: string }> }) =>
            emails.map(({ address, status }) => [address, status]),
        ),
      );
    const refusal = async (line: string, options: CliOptions = {}) => {
      const ran = await kontor(`${line} --json`, options);
      expect(ran.out).toBe('');
      const { code, exitCode, hint } = ran.error();
      return { code, exitCode, hint };
    };

    it('from a field to the first login, a forgotten password, and the second', async () => {
      await done('config set firm-name "Weiß & Partner"');
      await done('config set portal-address https://portal.weiss.example');
      await done('config set sender "Kanzlei Weiß <office@weiss.example>"');
      await done('field create --scope contact --type email --label "Spouse e-mail"');
      await done(
        'contact create --first-name Jan --last-name Berg --email jan@berg.example --set spouse-email=ida@berg.example',
      );
      await done('account create --company-name "Berg GmbH" --contact jan@berg.example');
      await done('account create --name "Haus am See" --contact jan@berg.example');
      await done('contact access jan@berg.example 1 --login on --notify on --email jan@berg.example');
      await done('contact access jan@berg.example 2 --sync on --email ida@berg.example');

      expect(server.arrived, 'T4: login alone sends nothing').toEqual([]);
      expect(await statusIn('1')).toEqual({ 'jan@berg.example': 'not-invited', 'ida@berg.example': 'off' });
      expect(await statusIn('2')).toEqual({ 'jan@berg.example': 'off', 'ida@berg.example': 'off' });
      expect((await json('account show 2')).contacts[0].emails[1]).toMatchObject({
        login: false,
        sync: true,
      });

      const sent = await json('invite send jan@berg.example');
      expect(sent.results).toMatchObject([
        { email: 'jan@berg.example', account: { id: 1, name: 'Berg GmbH' }, action: 'sent' },
      ]);
      expect(server.arrived).toHaveLength(1);
      expect(server.arrived[0]).toMatchObject({ from: 'office@weiss.example', to: ['jan@berg.example'] });
      const stale = tokenOf(server.arrived[0] as Arrived);
      expect(await statusIn('1')).toMatchObject({ 'jan@berg.example': 'invited' });
      const listed = await json('account list --portal-status invited');
      expect(listed).toMatchObject([{ id: 1, portalStatus: 'invited' }]);

      await done('invite resend jan@berg.example');
      expect(server.arrived).toHaveLength(2);
      const token = tokenOf(server.arrived[1] as Arrived);
      const accept = `portal accept --token-file ${await tokenFile(stale)} --password-stdin`;
      expect(await refusal(accept, { stdin: first })).toMatchObject({ code: 'LINK_DEAD', exitCode: 4 });
      expect(await refusal(`reset-password jan@berg.example`)).toMatchObject({
        exitCode: 4,
        hint: expect.stringContaining('kontor invite resend jan@berg.example'),
      });
      await tokenFile(token);
      expect(await refusal(accept, { stdin: 'too short' })).toMatchObject({ exitCode: 2 });
      await done(accept, { stdin: `${first}\n` });
      expect(await refusal(accept, { stdin: first }), 'I2: once').toMatchObject({ code: 'LINK_DEAD' });
      expect(await statusIn('1')).toMatchObject({ 'jan@berg.example': 'active' });
      expect(await refusal('invite resend jan@berg.example')).toMatchObject({
        exitCode: 4,
        hint: expect.stringContaining('kontor reset-password jan@berg.example'),
      });

      await done('portal login --email JAN@berg.example --password-stdin', { stdin: first });
      await json('reset-password jan@berg.example');
      expect(server.arrived).toHaveLength(3);
      await tokenFile(server.arrived[2]?.mail.text?.match(/https:\S+/)?.[0] ?? '');
      await done('portal set-password --token-file token --password-stdin --origin 203.0.113.7', {
        stdin: second,
      });
      expect(server.arrived).toHaveLength(4);
      const notice = server.arrived[3] as Arrived;
      expect(notice.mail.text).toContain('203.0.113.7');
      expect(notice.mail.text).not.toContain('token=');
      const old = await refusal('portal login --email jan@berg.example --password-stdin', { stdin: first });
      expect(old).toMatchObject({ code: 'LOGIN_REFUSED', exitCode: 4 });
      const login = await kontor('portal login --email jan@berg.example --password-stdin --json', {
        stdin: second,
      });
      expect(login.json()).toMatchObject({ email: 'jan@berg.example', accounts: [{ id: 1 }] });

      const contents = await db().contents();
      expect(JSON.parse(contents).logins, 'each login is recorded').toHaveLength(2);
      const verifiers = server.arrived.slice(0, 2).map((arrived) => tokenOf(arrived).split('.')[1] ?? '?');
      for (const secret of [first, second, ...verifiers]) {
        expect(contents).not.toContain(secret);
        expect(said).not.toContain(secret);
      }
      expect(contents).not.toContain(login.json().session.token.split('.').at(-1));
    });

    it('T6: a pending address that changes is invited anew, an active one stays as an unlinked e-mail', async () => {
      await done('config set portal-address https://portal.weiss.example');
      await done('account create --new-contact "Jan Berg <old@berg.example>" --login on --invite');
      const stale = tokenOf(server.arrived[0] as Arrived);
      await done('contact edit old@berg.example --email new@berg.example');
      expect(server.arrived.map(({ to }) => to)).toEqual([['old@berg.example'], ['new@berg.example']]);
      expect(await statusIn('1')).toEqual({ 'new@berg.example': 'invited' });
      const accept = `portal accept --token-file ${await tokenFile(stale)} --password-stdin`;
      expect(await refusal(accept, { stdin: first })).toMatchObject({ code: 'LINK_DEAD' });
      await tokenFile(tokenOf(server.arrived[1] as Arrived));
      await done(accept, { stdin: first });

      await done('contact edit new@berg.example --email newest@berg.example');
      expect(server.arrived).toHaveLength(2);
      expect(await statusIn('1')).toEqual({
        'newest@berg.example': 'not-invited',
        'new@berg.example': 'active',
      });
      await done('portal login --email new@berg.example --password-stdin', { stdin: first });
      await done('contact access newest@berg.example 1 --email new@berg.example --login off');
      expect(await statusIn('1')).toEqual({ 'newest@berg.example': 'not-invited' });
      expect(
        await refusal('portal login --email new@berg.example --password-stdin', { stdin: first }),
      ).toMatchObject({ code: 'LOGIN_REFUSED' });
    });

    it('I6: a mail server that is down delays the mail and loses none', async () => {
      await done('config set portal-address https://portal.weiss.example');
      await done('account create --new-contact "Jan Berg <jan@berg.example>" --login on');
      const down = { env: { KONTOR_SMTP_URL: 'smtp://127.0.0.1:1' } };
      const saved = await kontor('invite send jan@berg.example', down);
      expect(saved.code).toBe(7);
      expect(saved.err).toContain('jan@berg.example');
      expect(await statusIn('1')).toEqual({ 'jan@berg.example': 'invited' });
      expect(await json('mail list')).toMatchObject([
        { id: 1, state: 'queued', recipient: 'jan@berg.example' },
      ]);
      await done('mail send');
      expect(server.arrived).toHaveLength(1);
      await done('mail send');
      expect(server.arrived, 'once').toHaveLength(1);
      expect(await json('mail list')).toMatchObject([{ id: 1, state: 'sent' }]);
    });

    it('A9: an archived account invites nobody and resets no password; the switches count again afterwards', async () => {
      await done('config set portal-address https://portal.weiss.example');
      await done('account create --new-contact "Jan Berg <jan@berg.example>" --login on --invite');
      await tokenFile(tokenOf(server.arrived[0] as Arrived));
      await done('portal accept --token-file token --password-stdin', { stdin: first });
      await done('account archive 1');
      for (const line of ['invite send jan@berg.example', 'reset-password jan@berg.example']) {
        expect((await refusal(line)).exitCode, line).toBe(4);
      }
      expect(
        (await refusal('portal login --email jan@berg.example --password-stdin', { stdin: first })).exitCode,
      ).toBe(4);
      await done('account restore 1');
      await done('portal login --email jan@berg.example --password-stdin', { stdin: first });
    });

    it('T5: the dry run names exactly the addresses concerned', async () => {
      await done('account create --new-contact "Jan Berg <jan@berg.example>" --tag Family --create-tags');
      await done('account create --new-contact "Ida Berg <ida@berg.example>" --tag Family');
      await done('account create --new-contact "Max Other <max@other.example>"');
      await done('contact access ida@berg.example 2 --login on');
      const before = await db().contents();
      const run = await done('contact access --tag Family --login on --dry-run');
      expect(run.err).toContain('jan@berg.example');
      expect(run.err).not.toMatch(/ida@berg|max@other/);
      const { results } = await json('contact access --tag Family --login on --dry-run');
      const changed = results.filter(({ outcome }: { outcome: string }) => outcome === 'updated');
      expect(changed.map(({ email }: { email: string }) => email)).toEqual(['jan@berg.example']);
      expect(await db().contents()).toBe(before);
    });
  });
});
