import { describe, expect, it } from 'vitest';
import { createContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { invitationsOf, inWords, makeUsers, setAccess } from '../access/book.ts';
import { audit, found, person } from '../fixtures.ts';
import { accountOf, contactOf, fillMergeBook, merge, switchOn, take } from './book.ts';

describe('merging the e-mails of contacts', () => {
  onEachDatabase((db) => {
    const emailsOf = async (id: number) => {
      const { email, fields } = await contactOf(db(), id);
      return [email, fields['second-email'] ?? null, fields['third-email'] ?? null];
    };

    it('L5: two primary e-mails are a conflict; the other one is kept in the field that is named', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'a@one.example' }),
        person('A B', { email: 'a@two.example' }),
      );
      await accountOf(db(), 'Zeta', 1);
      const before = await db().contents();
      await expect(merge(db(), 1, 2)).rejects.toMatchObject({
        code: 'MERGE_CONFLICT',
        hint: 'For what the first one has: kontor contact merge 1 2 --take email=1 --keep-email-as second-email',
        details: {
          conflicts: [
            {
              field: 'email',
              values: [{ value: 'a@one.example' }, { value: 'a@two.example' }],
              options: [
                '--take email=1 --keep-email-as second-email',
                '--take email=2 --keep-email-as second-email',
              ],
            },
          ],
        },
      });
      expect(await db().contents()).toBe(before);
      const { changes, givenUp } = await merge(db(), 1, 2, {
        take: take('email=2'),
        keepEmailAs: ['Third e-mail'],
      });
      expect(await emailsOf(1)).toEqual(['a@two.example', null, 'a@one.example']);
      expect(changes).toEqual({
        email: { from: 'a@one.example', to: 'a@two.example' },
        'fields.third-email': { from: null, to: 'a@one.example' },
      });
      expect(givenUp).toEqual([]);
      expect(await found(db(), 'one.example')).toEqual(['Zeta']);
      expect(await found(db(), 'two.example')).toEqual(['Zeta']);
    });

    it('L5: a choice without a place for the other address is refused: no e-mail is dropped', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'a@one.example', fields: { 'second-email': 'a@x.example' } }),
        person('A B', { email: 'a@two.example', fields: { 'second-email': 'a@y.example' } }),
      );
      const refusal = (takes: string[], keepEmailAs?: string[]) =>
        merge(db(), 1, 2, { take: take(...takes), keepEmailAs }).then(
          () => undefined,
          ({ code, hint, details }) => ({
            code,
            hint,
            fields: details.conflicts.map((one: { field: string }) => one.field),
          }),
        );
      expect(await refusal([])).toMatchObject({ code: 'MERGE_CONFLICT', fields: ['email', 'second-email'] });
      // Two addresses are left over, and one field is free.
      expect(await refusal(['email=1', 'second-email=1'], ['third-email'])).toEqual({
        code: 'MERGE_CONFLICT',
        hint:
          'Another e-mail needs a field: kontor field create --scope contact --type email --label "Second e-mail". ' +
          'For what the first one has: kontor contact merge 1 2 --take email=1 --take second-email=1 ' +
          '--keep-email-as third-email --keep-email-as FIELD',
        fields: ['email'],
      });
      // A field that is taken is no place.
      expect(await refusal(['email=1', 'second-email=1'], ['second-email'])).toMatchObject({
        code: 'MERGE_CONFLICT',
      });
      await expect(merge(db(), 1, 2, { keepEmailAs: ['size'] })).rejects.toMatchObject({
        code: 'NO_EMAIL_FIELD',
        hint: 'There are second-email, third-email.',
      });
      await expect(merge(db(), 1, 2, { keepEmailAs: ['nope'] })).rejects.toMatchObject({
        code: 'FIELD_NOT_FOUND',
      });
    });

    it('L5: an e-mail goes where it was, and one in two places is in the first of them', async () => {
      await fillMergeBook(
        db(),
        person('A B', { fields: { 'second-email': 'a@one.example' } }),
        person('A B', {
          email: 'A@One.example',
          sharedEmail: true,
          fields: { 'third-email': 'a@three.example' },
        }),
      );
      await merge(db(), 1, 2);
      expect(await emailsOf(1)).toEqual(['A@One.example', null, 'a@three.example']);
    });

    it('L5: an e-mail of a field can be chosen for the primary one by naming it', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'a@one.example' }),
        person('A B', { email: 'a@two.example', fields: { 'second-email': 'a@new.example' } }),
      );
      await merge(db(), 1, 2, {
        take: take('email=A@NEW.example'),
        keepEmailAs: ['third-email', 'second-email'],
      });
      expect(await emailsOf(1)).toEqual(['a@new.example', 'a@two.example', 'a@one.example']);
    });

    it('C4: of an address that they shared the one that stays is the owner; others who share it keep it', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'family@one.example' }),
        person('Ab B', { email: 'family@one.example', sharedEmail: true }),
        person('C B', { email: 'family@one.example', sharedEmail: true }),
      );
      await merge(db(), 2, 1, { take: take('first-name=1') });
      const rows = await db().read(({ trx }) =>
        trx('contact_emails').orderBy('contact_id').select('contact_id', 'shared', 'address'),
      );
      expect(rows).toEqual([
        { contact_id: 2, shared: 0, address: 'family@one.example' },
        { contact_id: 3, shared: 1, address: 'family@one.example' },
      ]);
      await expect(
        db().write((deps) => createContacts(deps, [person('D', { email: 'family@one.example' })])),
      ).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
    });

    it('T1: access rows of one e-mail become one in which on wins; different e-mails both stay', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'family@one.example' }),
        person('A B', {
          email: 'family@one.example',
          sharedEmail: true,
          fields: { 'second-email': 'a@two.example' },
        }),
      );
      await accountOf(db(), 'Both', 1, 2);
      await accountOf(db(), 'Second', 2);
      await switchOn(db(), 1, 1, 'sync');
      await setAccess(db(), 1, 2, { login: true }, { addresses: ['family@one.example'] });
      await setAccess(db(), 1, 2, { notify: true }, { addresses: ['a@two.example'] });
      await setAccess(db(), 2, 2, { login: true }, { addresses: ['a@two.example'] });
      const before = (await audit(db())).length;
      const { access } = await merge(db(), 1, 2);
      expect(await inWords(db(), 1, 1)).toEqual([
        'family@one.example login sync not-invited',
        'a@two.example (second-email) notify off',
      ]);
      expect(await inWords(db(), 2, 1)).toEqual([
        'family@one.example off',
        'a@two.example (second-email) login not-invited',
      ]);
      expect(
        access.map(({ account, email, from, login }) => [account.id, email, from.map(({ id }) => id), login]),
      ).toEqual([
        [1, 'family@one.example', [1, 2], true],
        [1, 'a@two.example', [2], false],
        [2, 'a@two.example', [2], true],
      ]);
      const entries = (await audit(db())).slice(before).filter(({ record }) => record === 'access');
      expect(
        entries.map(({ action, recordId, contactId, changes }) => [action, recordId, contactId, changes]),
      ).toEqual([
        ['updated', 1, 1, { login: { from: false, to: true } }],
        ['created', 1, 1, { notify: { from: false, to: true } }],
        ['created', 2, 1, { login: { from: false, to: true } }],
      ]);
    });

    it('T2: the kinds are those of the rows that are notified', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'family@one.example' }),
        person('A B', { email: 'family@one.example', sharedEmail: true }),
      );
      await accountOf(db(), 'Both', 1, 2);
      await switchOn(db(), 1, 1, 'sync');
      await switchOn(db(), 1, 2, 'login', 'notify');
      await db().write(({ trx }) => trx('account_access').where({ contact_id: 2 }).update({ messages: 0 }));
      const { access } = await merge(db(), 1, 2);
      expect(access[0]?.notifications).toEqual(['documents', 'signatures', 'approvals', 'organizers']);
    });

    it('T3: portal users, invitations and unlinked e-mails are where their addresses are', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'a@one.example' }),
        person('A B', { email: 'a@two.example' }),
      );
      await accountOf(db(), 'Zeta', 2);
      await setAccess(db(), 1, 2, { login: true }, { invite: true });
      await makeUsers(db(), 'a@one.example');
      await merge(db(), 1, 2, { take: take('email=1'), keepEmailAs: ['second-email'] });
      expect(await inWords(db(), 1, 1)).toEqual([
        'a@one.example off',
        'a@two.example (second-email) login invited',
      ]);
      expect(await invitationsOf(db(), 'a@two.example')).toEqual(['pending']);
      const links = await db().read(({ trx }) => trx('portal_links').select('contact_id'));
      expect(links).toEqual([{ contact_id: 1 }]);
      expect(await db().read(({ trx }) => trx('portal_users').pluck('address'))).toEqual(['a@one.example']);
    });

    it('T6: an unlinked e-mail of one that the other has is linked again', async () => {
      await fillMergeBook(
        db(),
        person('A B', { email: 'a@one.example' }),
        person('A B', { email: 'a@two.example' }),
      );
      await accountOf(db(), 'Zeta', 1);
      await switchOn(db(), 1, 1, 'login');
      await makeUsers(db(), 'a@one.example');
      await db().write((deps) => editContacts(deps, [{ id: 1, patch: { email: null } }]));
      expect(await inWords(db(), 1, 1)).toEqual(['a@one.example (unlinked) login active']);
      await merge(db(), 1, 2);
      expect(await inWords(db(), 1, 1)).toEqual([
        'a@two.example off',
        'a@one.example (unlinked) login active',
      ]);
    });
  });
});
