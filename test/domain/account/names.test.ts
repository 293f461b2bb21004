import { describe, expect, it } from 'vitest';
import { createAccounts } from '../../../src/domain/account/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

describe('names of accounts', () => {
  onEachDatabase((db) => {
    it('A4: a generated name that is taken gets the next free number, and the result says so', async () => {
      const one = { contacts: [{ create: { firstName: 'Erika', lastName: 'Müller' } }] };
      const results = await db().write((deps) => createAccounts(deps, [one, one, one]));
      expect(results.map(({ name }) => name)).toEqual(['Erika Müller', 'Erika Müller (2)', 'Erika Müller (3)']);
      expect(results[1]?.warnings).toEqual([
        'the name "Erika Müller" was taken; this account is called "Erika Müller (2)"',
      ]);
      const [next] = await db().write((deps) => createAccounts(deps, [one]));
      expect(next?.name).toBe('Erika Müller (4)');
    });

    it('A4: a given name that is taken is refused, naming the account that has it', async () => {
      const account = (name: string) => ({ name, contacts: [{ create: { lastName: 'Weiß' } }] });
      await db().write((deps) => createAccounts(deps, [account('Straßen  Bau')]));
      const again = db().write((deps) => createAccounts(deps, [account(' STRASSEN bau ')]));
      await expect(again).rejects.toMatchObject({
        code: 'NAME_TAKEN',
        message: expect.stringContaining('account 1 "Straßen  Bau"'),
      });
    });
  });
});
