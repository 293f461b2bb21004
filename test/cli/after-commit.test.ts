import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Application } from '../../src/cli/application.ts';
import { type AnyCommand, defineCommand, defineGroup } from '../../src/cli/define-command.ts';
import { openDatabase } from '../../src/db/open.ts';
import { sealChanges } from '../../src/domain/audit/seal.ts';
import { queueMails } from '../../src/domain/mail/queue.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { databaseError } from '../../src/errors.ts';
import { deliverMails } from '../../src/mail/deliver.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { type CliOptions, cli, type Ran } from '../helpers/run-cli.ts';
import { closedPort, politely, startMailServer, startRawServer } from '../helpers/smtp-server.ts';
import { mailRows, makeLink, setUpFirm } from '../mail/outbox.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const realServer = async (...options: Parameters<typeof startMailServer>) => {
  const server = await startMailServer(...options);
  closing.push(server.close);
  return server;
};

/** Makes a tag and invites the addresses: a change with mails. */
const invite = defineCommand({
  examples: ['kontor thing create a@b.example'],
  arguments: [{ name: 'address', summary: 'addresses', several: true }],
  database: 'write',
  input: z.object({ address: z.array(z.string()) }),
  run: async ({ deps }, { address }) => {
    await createTags(deps, [{ name: 'Invited' }]);
    const mails: number[] = [];
    for (const recipient of address) {
      const linkId = await makeLink(deps, recipient);
      mails.push(...(await queueMails(deps, [{ kind: 'invitation', recipient, linkId, facts: {} }])));
    }
    return { mails, states: [] as string[] };
  },
  delivered: (result, mails) => ({
    ...result,
    states: result.mails.map((id) => mails.get(id)?.state ?? 'unknown'),
  }),
  view: {
    kind: 'record',
    fields: [
      { key: 'mails', heading: 'Mails' },
      { key: 'states', heading: 'States' },
    ],
    id: ({ mails }) => mails.join(),
  },
  report: ({ states }) => [{ tone: 'done', text: `invited: ${states.join(', ')}` }],
});

/** The same command, other in some of its parts. */
const variant = (parts: Partial<typeof invite>): AnyCommand => ({ ...invite, ...parts }) as AnyCommand;

describe('I6: mails go out after the commit', () => {
  onEachDatabase((db) => {
    const application = (
      command: AnyCommand = invite,
      deliver: Application['deliverMails'] = deliverMails,
    ): Application => ({
      groups: [
        {
          name: 'thing',
          summary: 'things',
          load: async () =>
            defineGroup({ verbs: [{ name: 'create', summary: 'create', load: async () => command }] }),
        },
      ],
      openDatabase: async (location) => openDatabase(location),
      deliverMails: deliver,
      sealChanges,
    });
    const run = (env: Record<string, string>, argv: string[], more: CliOptions = {}): Promise<Ran> =>
      cli({ db: db().location, cwd: db().folder, application: application(), env, ...more }).run(
        'thing',
        'create',
        ...argv,
      );
    const states = async () => (await mailRows(db())).map(({ state }) => state);

    it('are sent, told, and known to the command before it shows its result', async () => {
      await setUpFirm(db());
      const server = await realServer();
      const ran = await run({ KONTOR_SMTP_URL: server.url }, ['a@b.example', 'c@d.example']);
      expect(ran).toMatchObject({
        code: 0,
        out: '',
        err: '✓ invited: sent, sent\n✓ mail sent to a@b.example, c@d.example\n',
      });
      expect(server.arrived.map(({ to }) => to)).toEqual([['a@b.example'], ['c@d.example']]);
      expect(await states()).toEqual(['sent', 'sent']);
      const many = ['1', '2', '3', '4'].map((name) => `x${name}@b.example`);
      expect((await run({ KONTOR_SMTP_URL: server.url }, many)).err).toContain('✓ 4 mails sent\n');
    });

    it('in machine formats standard error stays silent', async () => {
      await setUpFirm(db());
      const server = await realServer();
      const ran = await run({ KONTOR_SMTP_URL: server.url }, ['a@b.example', '--json']);
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.json()).toEqual({ mails: [1], states: ['sent'] });
      const quiet = await run({ KONTOR_SMTP_URL: server.url }, ['b@b.example', '-q']);
      expect(quiet).toMatchObject({ code: 0, out: '', err: '' });
    });

    it('only those of this command; others wait for `mail send`', async () => {
      await setUpFirm(db());
      await run({}, ['first@b.example']);
      const server = await realServer();
      await run({ KONTOR_SMTP_URL: server.url }, ['second@b.example']);
      expect(server.arrived.map(({ to }) => to)).toEqual([['second@b.example']]);
      expect(await states()).toEqual(['queued', 'sent']);
    });

    it('a dry run and a failing command send nothing', async () => {
      await setUpFirm(db());
      const server = await realServer();
      const env = { KONTOR_SMTP_URL: server.url };
      const dry = await run(env, ['a@b.example', '--dry-run']);
      expect(dry).toMatchObject({ code: 0, err: expect.stringMatching(/dry run: nothing was written\n$/) });
      const failing = variant({
        run: async (...given) => {
          await invite.run(...given);
          throw databaseError('DATABASE_IO', 'The disk is full.');
        },
      });
      expect(await run(env, ['a@b.example'], { application: application(failing) })).toMatchObject({
        code: 6,
      });
      expect([await states(), server.arrived]).toEqual([[], []]);
    });

    it('without a mail server they wait, which is said and is no failure', async () => {
      await setUpFirm(db());
      const ran = await run({}, ['a@b.example']);
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toBe(
        '✓ invited: queued\n' +
          '1 mail waits in the outbox: no mail server is set up (KONTOR_SMTP_URL or KONTOR_MAIL_FOLDER); ' +
          'kontor mail send delivers them later\n',
      );
      const machine = await run({}, ['b@b.example', '--json']);
      expect(machine).toMatchObject({ code: 0, err: '' });
      expect(machine.json().states).toEqual(['queued']);
      expect(await states()).toEqual(['queued', 'queued']);
    });

    it('a folder wins over a server', async () => {
      await setUpFirm(db());
      const server = await realServer();
      const ran = await run({ KONTOR_SMTP_URL: server.url, KONTOR_MAIL_FOLDER: 'outbox' }, ['a@b.example']);
      expect(ran).toMatchObject({ code: 0 });
      expect(server.arrived).toEqual([]);
      expect(await readdir(path.join(db().folder, 'outbox'))).toEqual(['20260304T050607890Z-1-1.eml']);
    });

    it('a server that is down: saved, 7, and the reason is told', async () => {
      await setUpFirm(db());
      const port = await closedPort();
      const env = { KONTOR_SMTP_URL: `smtp://erika:hunter2-secret@127.0.0.1:${port}` };
      const ran = await run(env, ['a@b.example', 'c@d.example']);
      expect(ran).toMatchObject({ code: 7, out: '' });
      expect(ran.err).toBe(
        '✓ invited: queued, queued\n' +
          'warning: Everything is saved, but the mails to a@b.example, c@d.example could not be delivered: ' +
          `the mail server 127.0.0.1:${port} cannot be reached (ECONNREFUSED).\n` +
          'hint: The outbox keeps them: kontor mail send tries again, kontor mail list shows them.\n',
      );
      expect((await db().run('tag', 'list', '-o', 'count')).out).toBe('1\n');
      // The first one was tried, the second one is spared the same trouble.
      expect(await mailRows(db())).toMatchObject([
        { state: 'queued', attempts: 1, error: expect.stringContaining('ECONNREFUSED') },
        { state: 'queued', attempts: 0 },
      ]);
      const quiet = await run(env, ['e@f.example', '-q']);
      expect(quiet).toMatchObject({ code: 7, err: expect.stringMatching(/^warning: Everything is saved/) });
      const machine = await run(env, ['g@h.example', '--json']);
      expect(machine.code).toBe(7);
      expect(machine.json()).toEqual({ mails: [4], states: ['queued'] });
      expect(machine.error()).toMatchObject({
        code: 'MAIL_NOT_DELIVERED',
        exitCode: 7,
        details: { mails: [{ id: 4, recipient: 'g@h.example', state: 'queued' }] },
      });
      expect(`${ran.err}${quiet.err}${machine.err}`).not.toContain('hunter2');
    });

    it('a recipient who is refused does not keep the others from theirs', async () => {
      await setUpFirm(db());
      const server = await realServer({
        onRcptTo: ({ address }, _session, done) =>
          done(
            address.startsWith('no')
              ? Object.assign(new Error('5.1.1 nobody'), { responseCode: 550 })
              : undefined,
          ),
      });
      const ran = await run({ KONTOR_SMTP_URL: server.url }, ['no@b.example', 'yes@b.example']);
      expect(ran.code).toBe(7);
      expect(ran.err).toContain('✓ mail sent to yes@b.example\n');
      expect(ran.err).toContain(
        'but the mail to no@b.example could not be delivered: the mail server answered: 550',
      );
      expect(ran.err).toContain('kontor mail resolve 1 --sent or --again');
      expect(await states()).toEqual(['failed', 'sent']);
    });

    it('an ending of the command itself wins over 7', async () => {
      await setUpFirm(db());
      const env = { KONTOR_SMTP_URL: `smtp://127.0.0.1:${await closedPort()}` };
      const partial = variant({ ending: () => 'partial' });
      const ran = await run(env, ['a@b.example', '--json'], { application: application(partial) });
      expect(ran.code).toBe(5);
      expect(ran.error()).toMatchObject({ code: 'MAIL_NOT_DELIVERED', exitCode: 5 });
    });

    it('Ctrl-C ends it behind the current mail; the others wait', async () => {
      await setUpFirm(db());
      const stop = new AbortController();
      const server = await startRawServer((line, socket) => {
        if (line === '.') stop.abort();
        return politely(line, socket);
      });
      closing.push(server.close);
      const ran = await run({ KONTOR_SMTP_URL: server.url }, ['a@b.example', 'c@d.example', 'e@f.example'], {
        signal: stop.signal,
      });
      expect(ran).toMatchObject({
        code: 130,
        err:
          'kontor: interrupted while mails were sent: 1 of 3 are sent, 2 wait in the outbox; ' +
          'everything else is saved\n',
      });
      expect(await states()).toEqual(['sent', 'queued', 'queued']);
      expect((await db().run('tag', 'list', '-o', 'count')).out).toBe('1\n');
    });

    it('what fails behind the commit does not look as if the command had failed', async () => {
      await setUpFirm(db());
      const ran = await run({}, ['a@b.example'], {
        application: application(invite, () =>
          Promise.reject(databaseError('DATABASE_UNREACHABLE', 'The database is gone.')),
        ),
      });
      expect(ran).toMatchObject({
        code: 7,
        err: expect.stringContaining('Everything is saved, but mails were not sent: The database is gone.'),
      });
    });

    it('I6: of a try that lost a race nothing is delivered', async () => {
      await setUpFirm(db());
      const server = await realServer();
      let tries = 0;
      const racing = variant({
        run: async (...given) => {
          const result = await invite.run(...given);
          tries += 1;
          if (tries === 1 && db().kind === 'postgres')
            throw Object.assign(new Error('lost'), { code: '40001' });
          return result;
        },
      });
      const ran = await run({ KONTOR_SMTP_URL: server.url }, ['a@b.example'], {
        application: application(racing),
      });
      expect(ran, ran.err).toMatchObject({ code: 0 });
      expect(server.arrived).toHaveLength(1);
      expect(await states()).toEqual(['sent']);
      expect(tries).toBe(db().kind === 'postgres' ? 2 : 1);
    });
  });
});
