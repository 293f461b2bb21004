import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { closedPort, startMailServer } from '../../helpers/smtp-server.ts';
import { mailRows, setUpFirm } from '../../mail/outbox.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const [erika, jan] = ['erika@mueller.example', 'jan@weiss.example'];
const line = 'message send 2 "The secret is 4711." --subject "Tax 2025"';

describe('mails about messages', () => {
  onEachDatabase((db) => {
    /** Erika is notified in accounts 1 and 2, Jan in 2 and in the archived account 3. */
    beforeEach(async () => {
      await fillBook(db());
      await setUpFirm(db());
      for (const [contact, account] of ['1 1', '1 2', '2 2', '2 3'].map((pair) => pair.split(' '))) {
        const switches = words('--login on --notify on');
        await db().run('contact', 'access', contact ?? '', account ?? '', ...switches);
      }
    });
    const run = (env: Record<string, string>, command = line, ...more: string[]) =>
      db().runWith({ env }, ...words(command), ...more);
    const states = async () => (await mailRows(db())).map(({ state }) => state);

    it('T2: arrive through a mail server, one for each person, with the subject and without the text', async () => {
      const server = await startMailServer();
      closing.push(server.close);
      const ran = await run({ KONTOR_SMTP_URL: server.url });
      expect(ran.code, ran.err).toBe(0);
      expect(ran.err).toContain(`"Weiß GmbH"; notifies ${erika}, ${jan}\n`);
      expect(ran.err).toContain(`mail sent to ${erika}, ${jan}\n`);
      const [toErika, toJan] = server.arrived;
      expect(server.arrived.map(({ to }) => to)).toEqual([[erika], [jan]]);
      expect(toErika?.mail.subject).toBe('Weiß & Partner: a new message for you');
      expect(toErika?.mail.text).toContain('Hello Erika Müller,');
      expect(toErika?.mail.text).toContain('for the account “Weiß GmbH”');
      expect(toErika?.mail.text).toContain('  - Tax 2025\n');
      expect(toErika?.mail.text).toContain('https://portal.weiss.example\n');
      // Jan's other account is archived: he has but one to open.
      expect(toJan?.mail.text).not.toContain('for the account');
      for (const { mail } of server.arrived) expect(`${mail.text}${mail.html}`).not.toMatch(/4711|token=/);
    });

    it('T2: as files in a folder; each account has mails of its own', async () => {
      const env = { KONTOR_MAIL_FOLDER: 'mails' };
      await run(env, 'message send 2 x --subject "For Weiss"');
      await run(env, 'message send 1 x --subject "For Erika"');
      const folder = path.join(db().folder, 'mails');
      const files = (await readdir(folder)).sort();
      const mails = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
      expect(mails.filter((mail) => mail.includes('For Weiss'))).toHaveLength(2);
      const own = mails.filter((mail) => mail.includes('For Erika'));
      expect(own).toHaveLength(1);
      expect(own[0]).toContain(`<${erika}>`);
      expect(own[0]).not.toMatch(/Wei=C3=9F GmbH|For Weiss/);
      expect(await states()).toEqual(['sent', 'sent', 'sent']);
    });

    it.each([
      ['--no-notify', `${line} --no-notify`],
      ["what a client's contact writes", `${line} --from 1`],
      ['an archived account', 'message send 3 x --subject A'],
    ])('T2: %s notifies nobody', async (_what, command) => {
      const ran = await run({ KONTOR_MAIL_FOLDER: 'mails' }, command, '--json');
      expect(ran.json()).toMatchObject({ outcome: 'created', notified: [] });
      expect(await states()).toEqual([]);
    });

    it('T2: replies notify like what they answer', async () => {
      await run({}, `${line} --no-notify`);
      await run({}, 'contact notifications 1 2 --off messages');
      const ran = await run({}, 'message reply 1 x --json');
      expect(ran.json()).toMatchObject({ notified: [jan] });
      expect((await run({}, 'message reply 1 x --from 2 --json')).json()).toMatchObject({ notified: [] });
      expect((await run({}, 'message reply 1 x --no-notify --json')).json()).toMatchObject({ notified: [] });
      expect(await states()).toEqual(['queued']);
    });

    it('I6: a dry run says whom it would notify, and queues nothing', async () => {
      const ran = await run({ KONTOR_MAIL_FOLDER: 'mails' }, line, '--dry-run');
      expect(ran.err).toContain(`notifies ${erika}, ${jan}`);
      expect(ran.err).toContain('dry run: nothing was written');
      expect(await states()).toEqual([]);
      expect(await readdir(db().folder)).not.toContain('mails');
    });

    it('I6: with the mail server down the message is saved, the mails wait, and the exit code says so', async () => {
      const ran = await run({ KONTOR_SMTP_URL: `smtp://127.0.0.1:${await closedPort()}` }, line, '--json');
      expect(ran.code).toBe(7);
      expect(ran.json()).toMatchObject({ outcome: 'created', notified: [erika, jan] });
      expect(ran.error()).toMatchObject({ code: 'MAIL_NOT_DELIVERED', exitCode: 7 });
      expect(await states()).toEqual(['queued', 'queued']);
      // What was to be said is said, although the account was archived meanwhile: nothing in the mail dies with it.
      await db().run('account', 'archive', '2');
      await run({ KONTOR_MAIL_FOLDER: 'mails' }, 'mail send');
      expect(await states()).toEqual(['sent', 'sent']);
    });

    it('mail show shows such a mail as it is: with the address of the portal, since that is no secret', async () => {
      await run({}, line);
      const mail = (await run({}, 'mail show 1 --json')).json();
      expect(mail).toMatchObject({
        kind: 'messages',
        account: { id: 2, name: 'Weiß GmbH' },
        linkId: null,
        facts: { name: 'Erika Müller', accountName: 'Weiß GmbH', subjects: ['Tax 2025'] },
      });
      expect(mail.text).toContain('https://portal.weiss.example\n');
      expect(JSON.stringify(mail)).not.toMatch(/4711|personal link/);
    });
  });
});
