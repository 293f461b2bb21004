import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact merge', () => {
  onEachDatabase((db) => {
    /** Contact 4 is Jan Weiß again: another e-mail, the adviser of accounts 1 and 2, with login in 2. */
    beforeEach(async () => {
      await fillBook(db());
      for (const line of [
        'field create --scope contact --type email --label "Second e-mail"',
        'contact create --first-name Jan --last-name Weiss --email jan@new.example --notes "Likes\ttea"',
        'contact describe 2 2 Owner',
        'contact link 4 1 2 --description Adviser',
        'contact access 4 2 --login on --sync on',
      ]) {
        expect((await db().run(...words(line))).code, line).toBe(0);
      }
    });
    const merge = (line: string) => db().run('contact', 'merge', ...words(line));
    const choices = '--take last-name=2 --take email=4 --keep-email-as second-email --take description@2=4';

    it('L5: says what it will do and did: values, what is given up, links, access', async () => {
      const told = [
        '✓ merged contact 4 "Jan Weiss" into contact 2 "Jan Weiß"',
        'notes: nothing → "Likes\\ttea"',
        'email: "jan@weiss.example" → "jan@new.example"',
        'fields.second-email: nothing → "jan@weiss.example"',
        'given up: last-name "Weiss" of contact 4',
        'given up: description@2 "Owner" of contact 2',
        'account 1 "Erika Müller": linked, as "Adviser"',
        'account 2 "Weiß GmbH": one link of 2, as "Adviser"',
        'account 2 "Weiß GmbH": jan@new.example with login, sync',
      ];
      const before = await db().contents();
      const dry = await merge(`2 4 ${choices} --dry-run`);
      expect(dry).toMatchObject({ code: 0, out: '' });
      expect(dry.err.split('\n')).toEqual([...told, 'dry run: nothing was written', '']);
      expect(await db().contents()).toBe(before);
      const ran = await merge(`2 4 ${choices} --yes`);
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([...told, '']);
      expect((await db().run('contact', 'show', '2', '--json')).json()).toMatchObject({
        name: 'Jan Weiß',
        email: 'jan@new.example',
        fields: { 'second-email': 'jan@weiss.example' },
        notes: 'Likes\ttea',
        accounts: [
          { id: 1, description: 'Adviser' },
          { id: 3, description: null },
          { id: 2, description: 'Adviser' },
        ],
      });
      expect((await merge(`2 4 ${choices} --yes`)).code).toBe(3);
      expect(
        (await db().run('audit', 'list', '--contact', '2', '--action', 'merged', '--json')).json(),
      ).toMatchObject([
        {
          record: 'contact',
          recordId: 4,
          contactId: 2,
          changes: { name: { from: 'Jan Weiss', to: 'Jan Weiß' } },
        },
      ]);
    });

    it('L5: JSON has the contact that stays with all that became of it', async () => {
      const ran = await merge(`jan@weiss.example jan@new.example ${choices} --yes --json`);
      expect(ran.json()).toMatchObject({
        outcome: 'updated',
        id: 2,
        name: 'Jan Weiß',
        email: 'jan@new.example',
        merged: [{ id: 4, name: 'Jan Weiss' }],
        changes: { email: { from: 'jan@weiss.example', to: 'jan@new.example' } },
        givenUp: [
          { field: 'last-name', contact: { id: 4 }, value: 'Weiss' },
          { field: 'description@2', contact: { id: 2 }, value: 'Owner' },
        ],
        links: [
          { outcome: 'created', account: { id: 1 } },
          { outcome: 'updated', account: { id: 2 }, links: 2 },
        ],
        access: [
          { account: { id: 2 }, email: 'jan@new.example', from: [{ id: 4 }], login: true, notify: false },
        ],
        moved: { documents: 0 },
        warnings: [],
      });
    });

    it('L5: without a choice it is refused, each field on a line of its own with values and options', async () => {
      const ran = await merge('2 4 --yes');
      expect(ran).toMatchObject({ code: 4, out: '' });
      expect(ran.err.split('\n')).toEqual([
        'kontor: These contacts hold different values, and whose is kept has to be said:',
        '  last-name: contact 2 has "Weiß", contact 4 has "Weiss" – --take last-name=2 or --take last-name=4',
        '  email: contact 2 has "jan@weiss.example", contact 4 has "jan@new.example" – --take email=2 --keep-email-as second-email or --take email=4 --keep-email-as second-email',
        '  description@2: contact 2 has "Owner", contact 4 has "Adviser" – --take description@2=2 or --take description@2=4',
        'hint: For what the first one has: kontor contact merge 2 4 --take last-name=2 --take email=2 --keep-email-as second-email --take description@2=2',
        '',
      ]);
      const hint = /kontor (contact merge .*)/.exec(ran.err)?.[1] ?? '';
      expect((await db().run(...words(hint), '--yes')).code).toBe(0);
    });

    it('L5: asks before it does it, with a preview; no is no', async () => {
      const asked = 'Merge contact 4 "Jan Weiss" into contact 2 "Jan Weiß" and delete it (notes: nothing → ';
      const piped = await merge(`2 4 ${choices}`);
      expect(piped).toMatchObject({ code: 2, out: '' });
      expect(piped.err).toContain(asked);
      expect(piped.err).toContain('--yes');
      const before = await db().contents();
      const refused = await db().runWith(
        { terminal: true, typed: [['Merge contact', 'n\r']], columns: 400 },
        'contact',
        'merge',
        ...words(`2 4 ${choices}`),
      );
      expect(refused.code).toBe(130);
      expect(await db().contents()).toBe(before);
      const agreed = await db().runWith(
        { terminal: true, typed: [['Merge contact', 'y\r']], columns: 400 },
        'contact',
        'merge',
        ...words(`2 4 ${choices}`),
      );
      expect(agreed.code).toBe(0);
    });

    it('L5: several go at once, as duplicates names them', async () => {
      await db().run(...words('contact create --first-name Jan --last-name Weiss'));
      const ran = await merge(`2 4 5 ${choices} --yes`);
      expect(ran.code, ran.err).toBe(0);
      expect(ran.err).toContain('merged contacts 4 "Jan Weiss", 5 "Jan Weiss" into contact 2 "Jan Weiß"');
      expect((await db().run('contact', 'list', '-o', 'count')).out).toBe('3\n');
    });

    it('refuses, and leaves everything as it was', async () => {
      await expectRefusals(db(), [
        ['no one to merge', 'contact merge 2', 2, 'MISSING_ARGUMENT', 'drop'],
        ['itself', 'contact merge 2 jan@weiss.example', 2, 'SAME_CONTACT', 'itself'],
        ['twice', 'contact merge 2 4 id:4', 2, 'SAME_CONTACT', 'twice'],
        ['nobody', 'contact merge 2 99', 3, 'CONTACT_NOT_FOUND', '"99"'],
        ['no assignment', 'contact merge 2 4 --take phone', 2, 'INVALID_INPUT', 'as in phone=7'],
        ['field', 'contact merge 2 4 --take surname=2', 2, 'INVALID_TAKE', 'last-name'],
        [
          'contact',
          'contact merge 2 4 --take last-name=3',
          2,
          'INVALID_TAKE',
          'neither one of the contacts 2, 4',
        ],
        ['account', 'contact merge 2 4 --take description@9=2', 3, 'ACCOUNT_NOT_FOUND', '"9"'],
        ['place', 'contact merge 2 4 --keep-email-as third', 3, 'FIELD_NOT_FOUND', 'second-email'],
        ['conflict', 'contact merge 2 4 --yes', 4, 'MERGE_CONFLICT', '--take last-name=2'],
        ['no consent', `contact merge 2 4 ${choices}`, 2, 'CONFIRMATION_NEEDED', '--yes'],
      ]);
    });
  });
});
