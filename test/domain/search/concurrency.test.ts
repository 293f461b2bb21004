import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import { editAccounts } from '../../../src/domain/account/operations.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { linkContacts } from '../../../src/domain/link/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { account, create, createPeople, found, gate, person } from '../fixtures.ts';

type Change = (deps: Deps) => Promise<unknown>;

const renameAccount: Change = (deps) => editAccounts(deps, [{ id: 1, patch: { name: 'Nordlicht' } }]);
const renameContact: Change = (deps) => editContacts(deps, [{ id: 1, patch: { lastName: 'Schmidt' } }]);
const linkAda: Change = (deps) => linkContacts(deps, [{ accountId: 1, contactId: 2 }]);
const renameAda: Change = (deps) => editContacts(deps, [{ id: 2, patch: { lastName: 'Tal' } }]);
const newFormat: Change = (deps) => changeFirm(deps, [{ key: 'name-format', value: 'last-first' }]);

describe('two programs at once', () => {
  onEachDatabase((db) => {
    const pairs: Array<[string, Change, Change, string[]]> = [
      ['a contact, then its account', renameContact, renameAccount, ['schmidt', 'nordlicht']],
      ['an account, then its contact', renameAccount, renameContact, ['schmidt', 'nordlicht']],
      ['a new link, then the contact', linkAda, renameAda, ['ada tal']],
      ['the contact, then a new link', renameAda, linkAda, ['ada tal']],
      ['all names, then a contact', newFormat, renameContact, ['schmidt,']],
      ['a contact, then all names', renameContact, newFormat, ['schmidt,']],
    ];
    it.each(pairs)('Q1: of changes to %s both are found', async (_, first, second, texts) => {
      await create(db(), account('Erika Müller'));
      await createPeople(db(), person('Ada Berg'));
      const other = openDatabase(db().location);
      try {
        const { opened: written, open: tellWritten } = gate();
        const one = db().write(async (deps) => {
          await first(deps);
          tellWritten();
          // Long enough for the other to read, and to wait for what this one holds.
          await new Promise((resolve) => setTimeout(resolve, 150));
        });
        await written;
        await other.write(
          (trx, dialect) => second(testDeps(trx, dialect, { clock: () => new Date(0), actor: 'other' })),
          { dryRun: false },
        );
        await one;
      } finally {
        await other.close();
      }
      for (const text of texts) expect(await found(db(), text), text).toHaveLength(1);
    });
  });
});
