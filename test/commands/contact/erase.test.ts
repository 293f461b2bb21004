import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { realApplication } from '../../helpers/run-cli.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';
import { done, fillPerson, foundIn, theirs, written } from './erased-person.ts';

describe('contact erase', () => {
  onEachDatabase((db) => {
    const run = (line: string) => db().run(...words(line));
    const json = async (line: string) => (await done(db(), `${line} --json`)).json();
    const sound = async () => {
      expect(await run('audit verify')).toMatchObject({ code: 0 });
      expect(await run('db check --deep')).toMatchObject({ code: 0 });
    };
    /** The contents of documents and photos that the store holds. */
    const contents = async () =>
      (await readdir(path.join(db().folder, 'files'), { recursive: true })).filter((name) =>
        /[0-9a-f]{60}/.test(name),
      );

    describe('a person in every place', () => {
      beforeEach(() => fillPerson(db()), 60_000);

      it('is nowhere any more, and what belongs to others and to the account is', async () => {
        expect(await foundIn(db(), theirs)).toEqual(theirs);
        const head = (await json('audit verify')).head;
        const before = await db().contents();
        const tried = await run('contact erase 1 --dry-run');
        expect(tried).toMatchObject({ code: 0, out: '' });
        expect(tried.err).toContain('would erase contact 1 "Xaveria Quintilla Wölfing"');
        expect(await db().contents()).toBe(before);

        const ran = await run('contact erase 1 --yes --json');
        expect(ran).toMatchObject({ code: 0, err: '' });
        expect(ran.json()).toEqual({
          results: [{ outcome: 'erased', id: 1, name: 'erased contact', warnings: [] }],
          summary: { total: 1, erased: 1 },
          erased: {
            entries: expect.any(Number),
            authors: 5,
            logins: expect.any(Number),
            mails: expect.any(Number),
            portalLinks: expect.any(Number),
            portalUsers: 1,
            photos: 1,
            accountsRenamed: 1,
            documents: 0,
            texts: 0,
          },
          renamed: [{ id: 1, name: 'Jan Weiß' }],
          mentions: [],
          unsound: 0,
          pages: db().kind === 'sqlite' ? 'cleared' : 'server',
        });
        expect(await foundIn(db(), theirs)).toEqual([]);
        expect(await foundIn(db(), written)).toEqual(written.slice(0, -1));
        await sound();
        // A head that was noted before is part of the chain still.
        expect(await run(`audit verify --head ${head}`)).toMatchObject({ code: 0 });

        // The shared address stays with the other one, with its access.
        expect((await json('account show 1')).contacts).toMatchObject([
          {
            contact: { id: 2 },
            emails: [{ address: 'jan@weiss.example' }, { address: 'geteilt@familie.example', login: true }],
          },
        ]);
        const overview = await json('overview 1 --all');
        expect(overview.documents.items).toMatchObject([{ from: { name: 'erased contact', contact: null } }]);
        expect(overview.messages.total).toBe(2);
        expect(overview.logins.total).toBe(0);
        expect(overview.signatures.items[0].signers).toContainEqual(
          expect.objectContaining({ name: 'erased contact', status: 'declined' }),
        );
        expect((await json('audit list --action erased')).at(0)).toMatchObject({
          recordId: 1,
          label: 'erased contact',
          changes: { content: { from: null, to: 'kept' } },
        });
        expect((await run('search woelfing -o count')).out).toBe('0\n');
        const exported = await run('export accounts -o csv');
        expect(exported).toMatchObject({ code: 0 });
        expect(theirs.filter((text) => exported.out.includes(text))).toEqual([]);

        // A second time there is nothing to do; the pages are looked after all the same.
        const again = await run('contact erase id:1 --yes');
        expect(again).toMatchObject({ code: 0, out: '' });
        expect(again.err).toContain('contact 1 was erased before');
      });

      it('--with-content: what they wrote and uploaded is gone, too, and others do not name them', async () => {
        await done(
          db(),
          'message send 1 "Dear Xaveria Wolfing, call X.ZWYSSIG@ALT.EXAMPLE or 0171" --subject "For xaveria  woelfing"',
        );
        await done(
          db(),
          'note add 1 "Wölfing, Xaveria: +49 30 44 33 22 11 00; Xaveria Wölfinger is another one"',
        );
        const all = (await contents()).length;
        expect((await json('contact erase 1 --dry-run')).mentions).toEqual([
          { record: 'thread', id: 3 },
          { record: 'message', id: 4 },
          { record: 'note', id: 2 },
        ]);
        const ran = await json('contact erase 1 --yes --with-content');
        expect(ran).toMatchObject({ erased: { documents: 1, texts: 8 }, mentions: [] });
        expect(await foundIn(db(), theirs)).toEqual(['Xaveria', 'Wölfing']);
        expect(await foundIn(db(), written)).toEqual([]);
        expect(await contents()).toHaveLength(all - 2);
        expect((await json('note list 1 --json'))[0].text).toBe(
          '[erased]: [erased]; Xaveria Wölfinger is another one',
        );
        expect((await json('message list --thread 3')).at(0).text).toBe(
          'Dear [erased], call [erased] or 0171',
        );
        await sound();
      });
    });

    describe('in the book', () => {
      beforeEach(() => fillBook(db()));

      it('C5: is refused (4) while an account would be left without a contact; and asks', async () => {
        const before = await db().contents();
        await expectRefusals(db(), [
          [
            'the last contact',
            'contact erase 1 --yes',
            4,
            'LAST_CONTACT_OF_ACCOUNTS',
            'an account would have no contact',
          ],
          [
            'no terminal',
            'contact erase 3',
            2,
            'CONFIRMATION_NEEDED',
            '--yes: Erase contact 3 "Petra Özdemir" for good',
          ],
          ['nobody', 'contact erase --yes', 2, 'NOTHING_NAMED', 'No contact named'],
          ['unknown', 'contact erase 3 9 --yes', 3, 'CONTACT_NOT_FOUND', '"9"'],
        ]);
        expect(await db().contents()).toBe(before);
      });

      it('several at once, from a list; somebody of the same name stays who they are', async () => {
        await done(db(), 'contact create --first-name Petra --last-name Özdemir --email petra@other.example');
        await done(db(), 'contact create --first-name Uwe --last-name Ohneland');
        const ran = await db().runWith(
          { stdin: '3\nUwe Ohneland\n' },
          ...words('contact erase --ids-from - --yes --json'),
        );
        expect(ran.json().results).toMatchObject([
          { outcome: 'erased', id: 3 },
          { outcome: 'erased', id: 5 },
        ]);
        expect(await foundIn(db(), ['petra@oezdemir.example', 'Ohneland'])).toEqual([]);
        expect(await json('contact show 4')).toMatchObject({ name: 'Petra Özdemir' });
        expect((await json('audit list --contact 4')).at(-1)).toMatchObject({ label: 'Petra Özdemir' });
        await sound();
      });

      it('a contact that was deleted before, by its number, and none that is part of another', async () => {
        await done(db(), 'field create --scope contact --type email --label Second');
        await done(db(), 'contact delete 3 --yes');
        expect(await foundIn(db(), ['petra@oezdemir.example'])).toEqual(['petra@oezdemir.example']);
        expect((await json('contact erase 3 --yes')).results).toMatchObject([{ outcome: 'erased', id: 3 }]);
        expect(await foundIn(db(), ['petra@oezdemir.example', 'Özdemir'])).toEqual([]);
        await done(
          db(),
          'contact merge 2 1 --take first-name=2 --take last-name=2 --take email=2 --keep-email-as second --yes',
        );
        await expectRefusals(db(), [
          ['merged', 'contact erase 1 --yes', 4, 'CONTACT_MERGED', 'was merged into contact 2 "Jan Weiß"'],
        ]);
        await sound();
      });

      it('H1: what somebody had tampered with is erased, too, and found as before', async () => {
        const tamper = (sql: string) => db().database.write((trx) => trx.raw(sql), { dryRun: false });
        const own = "record = 'contact' and record_id = 3";
        await tamper(`update audit_entries set changes = '{"lastName":[null,"Özdemirova"]}' where ${own}`);
        await tamper(
          `update audit_entries set changes = 'Petra Özdemir {' where record = 'tag' and record_id = 1`,
        );
        const found = (await run('audit verify --json')).json().faultCount;
        expect(found).toBe(2);
        const ran = await run('contact erase 3 --yes');
        expect(ran).toMatchObject({ code: 0 });
        expect(ran.err).toContain('had been tampered with before: kontor audit verify says where');
        expect(await foundIn(db(), ['Özdemir', 'petra@oezdemir.example'])).toEqual([]);
        const verified = await run('audit verify --json');
        expect(verified.code).toBe(8);
        expect(verified.json()).toMatchObject({
          faultCount: found,
          faults: [{ kind: 'entries-changed' }, {}],
        });
      });

      it('a contact of the name of a firm takes nothing from the firm', async () => {
        await done(db(), 'contact create --company-name "Weiß GmbH" --email info@weiss-gmbh.example');
        expect(await json('contact erase 4 --yes')).toMatchObject({ renamed: [] });
        expect(await json('account show 2')).toMatchObject({ name: 'Weiß GmbH' });
        expect(await foundIn(db(), ['info@weiss-gmbh.example'])).toEqual([]);
        expect((await json('audit list --account 2')).at(-1)).toMatchObject({ label: 'Weiß GmbH' });
      });

      it('says (5) when unused pages could not be cleared, and clears them when it is called again', async () => {
        const erase = () =>
          db().runWith(
            { application: realApplication, env: { KONTOR_LOCK_TIMEOUT: '1' } },
            ...words('contact erase 3 --yes'),
          );
        // Whoever reads still needs what the log of SQLite holds.
        const ran = await db().database.read(async (trx) => {
          await trx.raw('select * from contacts');
          return erase();
        });
        if (db().kind === 'postgres') {
          expect(ran).toMatchObject({ code: 0, out: '' });
          expect(ran.err).toContain('VACUUM (FULL, ANALYZE)');
        } else {
          expect(ran).toMatchObject({ code: 5, out: '' });
          expect(ran.err).toMatch(
            /unused pages of the file may still hold the data: .* is being read by another/,
          );
          expect(await foundIn(db(), ['petra@oezdemir.example'])).toEqual(['petra@oezdemir.example']);
        }
        expect((await run('contact exists 3')).code).toBe(3);
        expect(await json('contact erase 3 --yes')).toMatchObject({
          summary: { total: 1, unchanged: 1 },
          pages: db().kind === 'sqlite' ? 'cleared' : 'server',
        });
        expect(await foundIn(db(), ['petra@oezdemir.example'])).toEqual([]);
      });

      it('an import that is taken back later does not bring anything of them back', async () => {
        await done(db(), 'account edit 1 --name "Petra Özdemir"');
        await done(db(), 'import - --kind accounts', 'Account key;Account name\ncrm-1;Haus am See\n');
        await done(db(), 'contact erase 3 --yes');
        await done(db(), 'import undo 1 --yes');
        expect(await json('account show 1')).toMatchObject({ name: 'Haus am See' });
        expect(await foundIn(db(), ['Özdemir'])).toEqual([]);
        await sound();
      });
    });
  });
});
