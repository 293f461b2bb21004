import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import { createContacts, deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import { resolveContacts } from '../../../src/domain/contact/references.ts';
import type { ContactPatch } from '../../../src/domain/contact/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { audit, createPeople, person } from '../fixtures.ts';

describe('addresses of contacts', () => {
  onEachDatabase((db) => {
    const edit = (id: number, patch: ContactPatch) =>
      db().write((deps) => editContacts(deps, [{ id, patch }]));
    const taken = { kind: 'refused', code: 'EMAIL_TAKEN' };

    it('C4: an address belongs to one contact, whatever its case; the refusal names the owner', async () => {
      await createPeople(db(), person('Erika Müller', { email: 'Erika@MÜLLER.example' }));
      const before = await db().contents();
      const again = createPeople(
        db(),
        person('Jan Weiß', { email: 'jan@weiss.example' }),
        person('Ada Berg', { email: 'erika@mu\u0308ller.EXAMPLE' }),
      );
      await expect(again).rejects.toMatchObject({
        ...taken,
        message: 'The e-mail erika@müller.EXAMPLE belongs to contact 1 "Erika Müller".',
        hint: expect.stringContaining('--shared-email'),
        details: { index: 1, contact: { contactId: 1, name: 'Erika Müller' } },
      });
      expect(await db().contents()).toBe(before);
    });

    it('C4: two contacts of one batch cannot have one address, unless the later one says that it is shared', async () => {
      const one = person('Erika Müller', { email: 'family@mueller.example' });
      const other = person('Jan Müller', { email: 'FAMILY@mueller.example' });
      await expect(createPeople(db(), one, other)).rejects.toMatchObject({ ...taken, details: { index: 1 } });
      await expect(createPeople(db(), { ...one, sharedEmail: true }, other)).rejects.toMatchObject(taken);
      await createPeople(db(), one, { ...other, sharedEmail: true });
    });

    it('C4: a shared address means several contacts', async () => {
      await createPeople(db(), person('Erika Müller', { email: 'family@mueller.example' }));
      await createPeople(db(), person('Jan Müller', { email: 'Family@mueller.example', sharedEmail: true }));
      const resolved = db().read((deps) => resolveContacts(deps, ['family@mueller.example']));
      await expect(resolved).rejects.toMatchObject({
        code: 'CONTACT_AMBIGUOUS',
        message: '"family@mueller.example" means 2 contacts: 1 "Erika Müller", 2 "Jan Müller".',
      });
      const third = createPeople(db(), person('Ada Müller', { email: 'family@mueller.example' }));
      await expect(third).rejects.toMatchObject(taken);
    });

    it('C4: an address is free again after its contact is deleted or has another one', async () => {
      await createPeople(
        db(),
        person('Erika Müller', { email: 'a@b.cd' }),
        person('Jan Weiß', { email: 'x@y.zz' }),
      );
      await expect(edit(2, { email: 'A@b.cd' })).rejects.toMatchObject(taken);
      await edit(1, { email: null });
      expect(await edit(2, { email: 'A@b.cd' })).toMatchObject([{ outcome: 'updated' }]);
      await db().write((deps) => deleteContacts(deps, [2]));
      await createPeople(
        db(),
        person('Ada Berg', { email: 'a@b.cd' }),
        person('Max Berg', { email: 'x@y.zz' }),
      );
    });

    it('C4: after the first owner of a shared address is gone, the other still has it alone', async () => {
      await createPeople(db(), person('Erika Müller', { email: 'a@b.cd' }));
      await createPeople(db(), person('Jan Müller', { email: 'a@b.cd', sharedEmail: true }));
      await db().write((deps) => deleteContacts(deps, [1]));
      await expect(createPeople(db(), person('Ada Berg', { email: 'a@b.cd' }))).rejects.toMatchObject({
        ...taken,
        message: expect.stringContaining('contact 2 "Jan Müller"'),
      });
    });

    it('C4: another spelling of its own address is a change, the same one is none', async () => {
      await createPeople(db(), person('Erika Müller', { email: 'a@b.cd' }));
      expect(await edit(1, { email: 'A@B.cd' })).toMatchObject([{ outcome: 'updated' }]);
      expect(await edit(1, { email: ' A@B.cd ' })).toMatchObject([{ outcome: 'unchanged' }]);
      expect((await audit(db())).map(({ changes }) => changes.email)).toEqual([
        { from: null, to: 'a@b.cd' },
        { from: 'a@b.cd', to: 'A@B.cd' },
      ]);
    });

    it('C4: of two programs that take one address at the same moment, one is refused', async () => {
      const other = openDatabase(db().location);
      try {
        const settled = await Promise.allSettled([
          createPeople(db(), person('Erika Müller', { email: 'a@b.cd' })),
          other.write(
            (trx, dialect) =>
              createContacts(testDeps(trx, dialect, { clock: () => new Date(0), actor: 'other' }), [
                person('Jan Weiß', { email: 'A@b.cd' }),
              ]),
            { dryRun: false },
          ),
        ]);
        expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({ reason: taken });
      } finally {
        await other.close();
      }
    });
  });
});
