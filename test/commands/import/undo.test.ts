import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { clientBook } from '../../domain/run/client-book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

/** A new client, a second contact for Weiß GmbH, and changes to what is there: tags, a description, a phone, a city. */
const list = [
  'Account key,Account name,Company city,Tags,Contact key,First name,Last name,E-mail,Phone,Role',
  'crm-9,Alpha GmbH,Ulm,"New;VIP",p-9,Ina,Alt,ina@alt.example,1,Owner',
  'crm-2,,Bonn,New,p-8,Udo,Neu,udo@neu.example,2,',
  'crm-2,,,,,,,jan@weiss.example,+49 30 9,Adviser',
  'crm-1,Erika Müller-Lüdenscheidt,,,p-1,Erika,Müller-Lüdenscheidt,erika@new.example,,',
];

describe('import undo', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const load = async (lines: readonly string[], ...options: string[]) => {
      await writeFile(path.join(db().folder, 'clients.csv'), `${lines.join('\n')}\n`);
      const ran = await db().run('import', 'clients.csv', '--create-tags', '-o', 'json', ...options);
      expect(ran.code, ran.err).toBe(0);
      return ran.json();
    };
    const book = async () => clientBook(await db().contents());

    it('B2: brings back what was there before: the new is gone, the changed has its old values', async () => {
      const before = await book();
      expect((await load(list)).run).toBe(1);
      expect(await book()).not.toEqual(before);

      const contents = await db().contents();
      const dry = await db().run('import', 'undo', '1', '--dry-run');
      expect(dry).toMatchObject({ code: 0, out: '' });
      expect(dry.err).toContain('dry run: nothing was written');
      expect(await db().contents()).toBe(contents);

      const ran = await db().run('import', 'undo', '1', '--yes');
      expect(ran, ran.err).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([
        '✓ took back run 1 (clients.csv)',
        'remove 1 account, 2 contacts, 1 link, 1 tag',
        'put back 2 accounts, 2 contacts, 1 link',
        '',
      ]);
      expect(await book()).toEqual(before);
      const search = await db().run('search', 'alpha', '-o', 'count');
      expect(search.out).toBe('0\n');
    });

    it('B2: its entries are on record, and with those of the run belong to it; twice changes nothing', async () => {
      await load(list);
      expect((await db().run('import', 'undo', '1', '--yes')).code).toBe(0);
      const [last] = (await db().run('audit', 'list', '--run', '1', '--limit', '1', '--json')).json();
      expect(last).toMatchObject({ run: 1, command: 'import undo', actor: 'tester', action: 'deleted' });
      expect((await db().run('import', 'runs', '--json')).json()).toMatchObject([
        { run: 1, state: 'undone', undoneBy: 'tester', undoneAt: '2026-03-04T05:06:07.890Z' },
      ]);
      const contents = await db().contents();
      const again = await db().run('import', 'undo', '1');
      expect(again).toMatchObject({ code: 0, out: '' });
      expect(again.err).toBe('✓ run 1 (clients.csv) was taken back on 2026-03-04 05:06 by tester already\n');
      expect((await db().run('import', 'undo', '1', '--json')).json()).toMatchObject({
        outcome: 'unchanged',
      });
      expect(await db().contents()).toBe(contents);
      // The same list can come again, and be taken back again.
      const before = await book();
      expect((await load(list)).run).toBe(2);
      expect((await db().run('import', 'undo', '2', '--yes', '--json')).json()).toMatchObject({
        outcome: 'updated',
        run: 2,
        state: 'undone',
        removed: { accounts: 1, contacts: 2, links: 1, tags: 1, fields: 0 },
        restored: { accounts: 2, contacts: 2, links: 1, access: 0 },
        invitationsRevoked: 0,
        kept: [],
        warnings: [],
      });
      expect(await book()).toEqual(before);
    });

    it('asks first, with the counts; no is no, and piped text is no consent', async () => {
      await load(list);
      const asked =
        'Take back run 1 (clients.csv): remove 1 account, 2 contacts, 1 link, 1 tag; put back 2 accounts';
      const piped = await db().runWith({ stdin: 'y\n' }, 'import', 'undo', '1');
      expect(piped).toMatchObject({ code: 2, out: '' });
      expect(piped.err).toContain(asked);
      const contents = await db().contents();
      const terminal = { terminal: true, columns: 400 };
      const refused = await db().runWith(
        { ...terminal, typed: [['Take back', 'n\r']] },
        'import',
        'undo',
        '1',
      );
      expect(refused.code).toBe(130);
      expect(await db().contents()).toBe(contents);
      const agreed = await db().runWith(
        { ...terminal, typed: [['Take back', 'y\r']] },
        'import',
        'undo',
        '1',
      );
      expect(agreed.code).toBe(0);
    });

    it('refuses while any of its records was changed since or is needed by something newer, and names them all', async () => {
      await load(list);
      for (const line of [
        'account edit crm-1 --city Kiel',
        'contact describe jan@weiss.example crm-2 Boss',
        'contact link petra@oezdemir.example crm-9',
        'note add crm-9 "Call first"',
        'contact link ina@alt.example crm-1',
        'contact edit jan@weiss.example --key p-2',
        'tag recolor New blue',
        'tag add Monthly --to crm-1',
      ]) {
        expect((await db().run(...words(line))).code, line).toBe(0);
      }
      const contents = await db().contents();
      const ran = await db().run('import', 'undo', '1', '--yes');
      expect(ran).toMatchObject({ code: 4, out: '' });
      expect(ran.err.replace(/entry \d+/g, 'entry N').split('\n')).toEqual([
        'kontor: Run 1 cannot be taken back: 7 records of it were changed since, or are needed by something newer:',
        '  link 2 "Weiß GmbH – Jan Weiß": updated on 2026-03-04 05:06 by tester with contact describe, entry N',
        '  link 4 "Alpha GmbH – Petra Özdemir": created on 2026-03-04 05:06 by tester with contact link, entry N',
        '  link 1 "Erika Müller-Lüdenscheidt – Ina Alt": created on 2026-03-04 05:06 by tester with contact link, entry N',
        '  contact 2 "Jan Weiß": updated on 2026-03-04 05:06 by tester with contact edit, entry N',
        '  tag 4 "New": updated on 2026-03-04 05:06 by tester with tag recolor, entry N',
        '  account 1 "Erika Müller-Lüdenscheidt": updated on 2026-03-04 05:06 by tester with tag add, entry N',
        '  account 4 "Alpha GmbH": has since got notes: 1',
        'hint: kontor import show 1 lists what the run did, kontor audit show ENTRY what was changed since: mend it by hand.',
        '',
      ]);
      const error = (await db().run('import', 'undo', '1', '--yes', '--json')).error();
      expect(error).toMatchObject({ code: 'CHANGED_SINCE', details: { run: 1, total: 7 } });
      expect(error.details.obstacles[0]).toEqual({
        record: 'link',
        id: 2,
        name: 'Weiß GmbH – Jan Weiß',
        reason: expect.any(String),
        entry: expect.any(Number),
        run: null,
      });
      expect((await db().run('import', 'undo', '1', '--dry-run')).code).toBe(4);
      expect(await db().contents()).toBe(contents);
    });

    it('refuses where names, keys and e-mails that records would get back belong to others by now', async () => {
      await load(list);
      for (const line of [
        'account create --name "Erika Müller" --contact petra@oezdemir.example',
        'contact create --last-name Berg --email ERIKA@mueller.example',
      ]) {
        expect((await db().run(...words(line))).code, line).toBe(0);
      }
      const { details } = (await db().run('import', 'undo', '1', '--yes', '--json')).error();
      expect(
        details.obstacles.map(({ reason }: { reason: string }) => reason.replace(/ on 2026.*/, '')),
      ).toEqual([
        'its name belongs to account 5 "Erika Müller" now',
        'its e-mail "erika@mueller.example" belongs to contact 6 "Berg" now',
      ]);
    });

    it('one run after the other, the last one first: what was taken back does not stand in the way', async () => {
      const empty = await book();
      await load(list);
      const first = await book();
      await load([
        'Account key,Company city,Contact key,Last name,Phone',
        'crm-9,Kiel,p-9,Alt,77',
        'crm-1,,p-1,Müller,88',
      ]);
      const refused = await db().run('import', 'undo', '1', '--yes');
      expect(refused.code).toBe(4);
      expect(refused.err).toContain(
        'hint: All of that was run 2: take that back first, with kontor import undo 2',
      );
      expect((await db().run('import', 'undo', '2', '--yes')).code).toBe(0);
      expect(await book()).toEqual(first);
      expect((await db().run('import', 'undo', '1', '--yes')).code).toBe(0);
      expect(await book()).toEqual(empty);
    });

    it('keeps a tag that others carry by now, and says so', async () => {
      await load(list);
      expect((await db().run('tag', 'add', 'New', '--to', '3')).code).toBe(0);
      const ran = await db().run('import', 'undo', '1', '--yes');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err).toContain('warning: tag 4 "New" is kept: an account carries it');
      expect((await db().run('account', 'list', '--tag', 'New', '-o', 'ids')).out).toBe('3\n');
    });

    it('does not leave an account without a contact', async () => {
      await load(list);
      for (const contact of ['erika@new.example', 'jan@weiss.example']) {
        expect((await db().run('contact', 'unlink', contact, 'crm-2')).code, contact).toBe(0);
      }
      const ran = await db().run('import', 'undo', '1', '--yes');
      expect(ran.code).toBe(4);
      expect(ran.err).toContain(
        'account 2 "Weiß GmbH": has no other contact any more than those that the run linked to it',
      );
    });

    it('B2, T4: takes back an import that kept going, with the field it made, its access and its invitations', async () => {
      expect((await db().run('config', 'set', 'portal-address', 'https://portal.example')).code).toBe(0);
      await db().run(...words('contact access erika@mueller.example crm-1 --login on --sync on'));
      const before = await book();
      await writeFile(
        path.join(db().folder, 'clients.csv'),
        [
          'Account key,Account name,Shoe size,First name,Last name,E-mail,access.login,access.sync',
          'crm-9,Alpha GmbH,44,Ina,Alt,ina@alt.example,on,',
          'crm-1,,45,Erika,Müller,erika@mueller.example,off,off',
          'crm-2,,46,Jan,Weiß,no address,,',
          'crm-2,,47,Jan,Weiß,jan@weiss.example,on,on',
          '',
        ].join('\n'),
      );
      const ran = await db().run(...words('import clients.csv --keep-going --create-fields --invite --json'));
      expect(ran.code, ran.err).toBe(5);
      expect(await book()).not.toEqual(before);
      const undone = await db().run('import', 'undo', String(ran.json().run), '--yes');
      expect(undone, undone.err).toMatchObject({ code: 0 });
      expect(undone.err.split('\n').slice(1)).toEqual([
        'remove 1 account, 1 contact, 1 field',
        'put back 2 accounts, 2 links with access',
        'revoke 2 invitations',
        '',
      ]);
      expect(await book()).toEqual(before);
    });

    it('two at once: one takes it back, the other one finds it done', async () => {
      await load(list);
      const both = await Promise.all([1, 2].map(() => db().run(...words('import undo 1 --yes --json'))));
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      expect(both.map((ran) => ran.json().outcome).sort()).toEqual(['unchanged', 'updated']);
    });

    it('refuses what is no run, and seedings', async () => {
      await db().write((deps) =>
        deps
          .trx('runs')
          .insert({ kind: 'seed', source: 'firm.yaml', actor: 'tester', started_at: '2026-01-01' }),
      );
      await expectRefusals(db(), [
        ['no run', 'import undo 7', 3, 'RUN_NOT_FOUND', 'kontor import runs'],
        ['no number', 'import undo clients.csv', 2, 'INVALID_INPUT', 'number of a run'],
        ['nothing', 'import undo', 2, 'MISSING_ARGUMENT', 'run'],
        ['seeding', 'import undo 1 --yes', 4, 'SEED_RUN', 'kontor seed reset'],
      ]);
    });
  });
});
