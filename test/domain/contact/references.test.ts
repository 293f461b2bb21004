import { describe, expect, it } from 'vitest';
import { resolveContactIds, resolveContacts } from '../../../src/domain/contact/references.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { createPeople, person } from '../fixtures.ts';

describe('references to contacts', () => {
  onEachDatabase((db) => {
    const ids = async (...references: string[]) =>
      (await db().read((deps) => resolveContacts(deps, references))).map(({ id }) => id);

    it('C1: a contact is meant by number, e-mail, display name and external key, in any spelling', async () => {
      await createPeople(
        db(),
        person('Erika Müller', { email: 'Erika@Müller.example', key: 'k-1' }),
        person('Jan Weiß'),
      );
      expect(
        await ids(
          '2',
          'erika@mu\u0308ller.example',
          ' JAN  WEISS',
          'k-1',
          'email:ERIKA@müller.example',
          'key:k-1',
        ),
      ).toEqual([2, 1, 2, 1, 1, 1]);
      expect(await db().read((deps) => resolveContactIds(deps, ['k-1', 'id:1', '2']))).toEqual([1, 2]);
    });

    it('a name that several people have lists them, ten at most', async () => {
      await createPeople(db(), ...Array.from({ length: 12 }, () => person('Erika Müller')));
      await expect(ids('erika müller')).rejects.toMatchObject({
        kind: 'not-found',
        code: 'CONTACT_AMBIGUOUS',
        message: expect.stringMatching(
          /means 12 contacts: 1 "Erika Müller".*10 "Erika Müller" and 2 more\.$/,
        ),
      });
    });

    it('a forced reading is the only one', async () => {
      await createPeople(
        db(),
        person('Erika Müller', { key: 'jan@weiss.example' }),
        person('Jan Weiß', { email: 'jan@weiss.example' }),
        person('42', { key: '1' }),
      );
      await expect(ids('jan@weiss.example')).rejects.toMatchObject({ code: 'CONTACT_AMBIGUOUS' });
      expect(await ids('key:jan@weiss.example', 'email:jan@weiss.example', 'name:42', 'key:1', '1')).toEqual([
        1, 2, 3, 3, 1,
      ]);
      await expect(ids('name:jan@weiss.example')).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' });
    });

    it('what means nobody names the nearest', async () => {
      await createPeople(db(), person('Erika Müller'), person('Jan Weiß'));
      await expect(ids('1', 'Jan Weis')).rejects.toMatchObject({
        kind: 'not-found',
        code: 'CONTACT_NOT_FOUND',
        message: 'There is no contact "Jan Weis".',
        hint: 'Did you mean 2 "Jan Weiß"?',
      });
      await expect(ids('3')).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND', details: { nearest: null } });
    });
  });
});
