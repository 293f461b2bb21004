import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { activate, days, erika, file, fillPortalBook, jan, later, setLogin } from '../portal/people.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

const week = '2026-03-11T05:06:07.890Z';

describe('invite send', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillPortalBook(db()));
    const run = (line: string) => db().run('invite', 'send', ...words(line));
    const mails = () =>
      db().read((deps) => deps.trx('mails').select('kind', 'recipient', 'link_id', 'facts').orderBy('id'));
    const links = () =>
      db().read((deps) => deps.trx('portal_links').select('address', 'state').orderBy('id'));
    const factsOf = async () => (await mails()).map(({ facts }) => JSON.parse(facts));

    it('I1, I6: one invitation and one mail for an address, however many accounts', async () => {
      const ran = await run(`${erika} --json`);
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.json()).toEqual({
        results: [
          {
            email: erika,
            account: { id: 1, name: 'Erika Müller' },
            action: 'queued',
            outcome: 'created',
            reason: null,
            mail: 1,
            id: 1,
            expiresAt: week,
            warnings: [],
          },
        ],
        summary: { total: 1, created: 1 },
      });
      expect(await mails()).toMatchObject([{ kind: 'invitation', recipient: erika, link_id: 1 }]);
      expect(await factsOf()).toEqual([
        { name: 'Erika Müller', accountName: 'Erika Müller', expiresAt: week },
      ]);
    });

    it('I1: the account is named in the mail only where the person has several', async () => {
      await setLogin(db(), 2, 2);
      await db().run('contact', 'unlink', '2', '3', '--replace-with', '3');
      await run(jan);
      expect(await factsOf()).toEqual([{ name: 'Jan Weiß', expiresAt: week }]);
    });

    it('I1: a second time it does not go out by accident', async () => {
      await run(erika);
      const before = await db().contents();
      const ran = await run(`${erika.toUpperCase()} --json`);
      expect(ran.code).toBe(0);
      expect(ran.json().results).toMatchObject([
        {
          email: erika,
          outcome: 'unchanged',
          action: 'unchanged',
          mail: null,
          reason: `invited already on 2026-03-04; for a new link: kontor invite resend ${erika}`,
        },
      ]);
      expect((await run(`${erika} --print-link --json`)).json().results[0].link).toBeUndefined();
      expect(await db().contents()).toBe(before);
      expect((await run(erika)).err).toContain('invited already');
    });

    it('I1: an expired and a revoked one are invited anew, and the old link stays dead', async () => {
      await run(erika);
      const again = await later(db(), days(7), 'invite', 'send', erika, '--json');
      expect(again.json().results).toMatchObject([{ outcome: 'created', action: 'queued' }]);
      expect(await links()).toEqual([
        { address: erika, state: 'superseded' },
        { address: erika, state: 'pending' },
      ]);
      await db().run('invite', 'revoke', erika);
      expect((await run(`${erika} --json`)).json().results).toMatchObject([{ outcome: 'created' }]);
      expect((await links()).map(({ state }) => state)).toEqual(['superseded', 'revoked', 'pending']);
    });

    it('I1: with --account it speaks of that account', async () => {
      const ran = await run(`${erika} --account crm-2 --json`);
      expect(ran.json().results).toMatchObject([{ account: { id: 2, name: 'Weiß GmbH' } }]);
      expect(await factsOf()).toMatchObject([{ accountName: 'Weiß GmbH' }]);
    });

    it('I2: the validity is a setting of the firm', async () => {
      await db().run('config', 'set', 'invitation-days', '2');
      expect((await run(`${erika} --json`)).json().results[0].expiresAt).toBe('2026-03-06T05:06:07.890Z');
    });

    it('I5: --print-link prints the link, once; --no-mail queues no mail', async () => {
      await db().run('config', 'set', 'portal-address', 'https://portal.weiss.example/app/');
      const ran = await run(`${erika} --print-link --no-mail --json`);
      const [result] = ran.json().results;
      expect(result).toMatchObject({ action: 'printed', mail: null, warnings: [] });
      expect(result.link).toMatch(
        /^https:\/\/portal\.weiss\.example\/app\/accept\?token=[\w-]{16}\.[\w-]{43}$/,
      );
      expect(await mails()).toEqual([]);
      const both = await later(db(), days(8), 'invite', 'send', erika, '--print-link', '--json');
      expect(both.json().results).toMatchObject([{ action: 'queued', link: expect.any(String) }]);
      expect(await mails()).toHaveLength(1);
    });

    it('I5: people read the link on standard output, also with -q, and are warned while there is no portal', async () => {
      const ran = await run(`${erika} --print-link --no-mail`);
      expect(ran.out).toMatch(/^https:\/\/portal\.invalid\/accept\?token=\S+\n$/);
      expect(ran.err).toContain(
        `✓ invitation to ${erika} (account 1 "Erika Müller"), valid until 2026-03-11 05:06 UTC: printed\n`,
      );
      expect(ran.err).toContain(
        'warning: links lead nowhere yet: kontor config set portal-address https://…',
      );
      await db().run('invite', 'revoke', erika);
      const quiet = await run(`${erika} --print-link --no-mail -q`);
      expect(quiet).toMatchObject({ err: '', out: expect.stringMatching(/^https:\S+\n$/) });
    });

    it('says when nobody can use what was made', async () => {
      const ran = await run(`${erika} --no-mail`);
      expect(ran.err).toContain('nobody can use this link');
      expect(ran.out).toBe('');
    });

    it('I1: a personal message goes into the mail', async () => {
      await file(db(), 'm.txt', '\uFEFFHello Erika,\r\nwelcome.\n');
      await run(`${erika} --message-file m.txt`);
      expect(await factsOf()).toMatchObject([{ message: 'Hello Erika,\r\nwelcome.' }]);
    });

    it('T5: in bulk those that cannot be invited are passed over, with the reason', async () => {
      await db().run('contact', 'create', '--last-name', 'Neu', '--email', 'neu@x.example');
      await db().run('contact', 'link', 'neu@x.example', '2');
      await setLogin(db(), 2, 2);
      await activate(db(), jan);
      const ran = await run('--tag VIP --json');
      expect(ran.code).toBe(0);
      expect(ran.json()).toEqual({
        results: [
          expect.objectContaining({ email: erika, outcome: 'created', action: 'queued' }),
          expect.objectContaining({
            email: jan,
            outcome: 'skipped',
            action: 'skipped',
            reason: `${jan} is active in the portal already.`,
          }),
          expect.objectContaining({
            email: 'neu@x.example',
            account: { id: 2, name: 'Weiß GmbH' },
            outcome: 'skipped',
            reason: 'Login is off for neu@x.example in account 2 "Weiß GmbH".',
          }),
        ],
        summary: { total: 3, created: 1, skipped: 2 },
      });
      expect(await mails()).toHaveLength(1);
    });

    it('T5: accounts are chosen by tag, from a list, or one; both tags when two are given', async () => {
      const chosen = async (line: string, stdin = '') =>
        (await db().runWith({ stdin }, ...words(`invite send ${line} -n --json`)))
          .json()
          .results.map(({ email, action }: { email: string; action: string }) => `${email} ${action}`);
      expect(await chosen('--account 3')).toEqual([`${jan} skipped`]);
      expect(await chosen('--tag VIP')).toEqual([`${erika} would-send`, `${jan} skipped`]);
      expect(await chosen('--ids-from -', '1\n3\n')).toEqual([`${erika} would-send`, `${jan} skipped`]);
      expect(await chosen('--tag VIP --ids-from -', '1\n3\n')).toEqual([`${erika} would-send`]);
      expect(await chosen('--tag VIP --tag Monthly --no-mail')).toEqual([
        `${erika} would-create`,
        `${jan} skipped`,
      ]);
      expect(await chosen('--tag Unused')).toEqual([]);
    });

    it('a dry run prints each address and no link, and writes nothing', async () => {
      const before = await db().contents();
      const ran = await run(`${erika} --print-link -n`);
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toContain(`invitation to ${erika} (account 1 "Erika Müller")`);
      expect(ran.err).toContain('would be sent');
      const json = (await run(`${erika} --print-link -n --json`)).json();
      expect(json.results).toMatchObject([{ action: 'would-send', id: null, mail: null }]);
      expect(json.results[0].link).toBeUndefined();
      expect(await db().contents()).toBe(before);
    });

    it('T6: an e-mail that outlived its contact counts like others', async () => {
      await activate(db(), erika);
      await db().run('contact', 'edit', '1', '--email', 'neu@mueller.example');
      const ran = await db().run('reset-password', erika, '--json');
      expect(ran.json().results).toMatchObject([{ email: erika, action: 'queued' }]);
    });

    it('H1: entries tell of it, by account and contact', async () => {
      await run(erika);
      await later(db(), days(8), 'invite', 'send', erika);
      const entries = (await db().run('audit', 'list', '--record', 'invitation', '--json')).json();
      expect(
        entries.map(({ action, recordId, contactId, label, changes }: Record<string, unknown>) => [
          action,
          recordId,
          contactId,
          label,
          changes,
        ]),
      ).toEqual([
        [
          'created',
          1,
          1,
          erika,
          {
            status: { from: null, to: 'pending' },
            expiresAt: { from: null, to: '2026-03-19T05:06:07.890Z' },
          },
        ],
        ['updated', 1, 1, erika, { status: { from: 'pending', to: 'superseded' } }],
        [
          'created',
          1,
          1,
          erika,
          { status: { from: null, to: 'pending' }, expiresAt: { from: null, to: week } },
        ],
      ]);
    });

    it('refuses as a whole, each with the hint that helps', async () => {
      await setLogin(db(), 2, 2);
      await activate(db(), jan);
      await setLogin(db(), 2, 2, false);
      await activate(db(), erika);
      await file(db(), 'empty.txt', ' \n');
      await file(db(), 'long.txt', 'x'.repeat(2_001));
      await db().run('contact', 'create', '--last-name', 'Neu', '--email', 'neu@x.example');
      await db().run('contact', 'link', 'neu@x.example', '2');
      await expectRefusals(db(), [
        ['active', `invite send ${erika}`, 4, 'ALREADY_ACTIVE', `kontor reset-password ${erika}`],
        ['A9', `invite send ${jan}`, 4, 'ACCOUNT_ARCHIVED', 'kontor account restore 3'],
        [
          'login off',
          'invite send neu@x.example',
          4,
          'LOGIN_OFF',
          'kontor contact access 4 2 --email neu@x.example --login on --invite',
        ],
        [
          'login off, active elsewhere',
          `invite send ${jan} --account 2`,
          4,
          'LOGIN_OFF',
          `kontor contact access 2 2 --email ${jan} --login on`,
        ],
        [
          'no account',
          'invite send petra@oezdemir.example',
          4,
          'LOGIN_OFF',
          'kontor contact link 3 ACCOUNT --login on --invite',
        ],
        ['unknown', 'invite send erika@muller.example', 3, 'EMAIL_NOT_FOUND', `Did you mean ${erika}?`],
        ['all or none', `invite send neu@x.example nobody@x.example`, 3, 'EMAIL_NOT_FOUND', 'nobody'],
        ['elsewhere', `invite send ${jan} --account 1`, 3, 'EMAIL_NOT_FOUND', 'no e-mail of account 1'],
        ['nothing', 'invite send', 2, 'NOTHING_NAMED', '--tag'],
        ['both', `invite send ${jan} --tag VIP`, 2, 'CONFLICTING_OPTIONS', '--ids-from'],
        ['no file', `invite send ${jan} --message-file no.txt`, 2, 'FILE_UNREADABLE', 'no.txt'],
        ['empty', `invite send ${jan} --message-file empty.txt`, 2, 'INVALID_MESSAGE', 'must not be empty'],
        ['too long', `invite send ${jan} --message-file long.txt`, 2, 'INVALID_MESSAGE', '2000 characters'],
        ['twice', 'invite send --ids-from - --message-file -', 2, 'INVALID_INPUT', 'standard input'],
        ['no tag', 'invite send --tag Nope', 3, 'TAG_NOT_FOUND', 'Nope'],
        ['no account', 'invite send --account 99', 3, 'ACCOUNT_NOT_FOUND', '99'],
      ]);
    });
  });
});
