import { archiveAccounts, createAccounts } from '../../src/domain/account/operations.ts';
import { createContacts } from '../../src/domain/contact/operations.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import type { TestDatabase } from '../helpers/databases.ts';

/**
 * The client book that the tests of commands begin with:
 *
 * | account          | type       | key    | tags         | contacts                                  |
 * |------------------|------------|--------|--------------|-------------------------------------------|
 * | 1 Erika Müller   | individual | crm-1  | VIP          | 1 Erika Müller                            |
 * | 2 Weiß GmbH      | company    | crm-2  | Monthly, VIP | 1 Erika Müller (Tax adviser), 2 Jan Weiß  |
 * | 3 Nachlass Ernst | individual |        |              | 2 Jan Weiß; archived                      |
 *
 * and contact 3 Petra Özdemir, who belongs to no account; tags VIP (red), Monthly (gray), Unused (gray).
 */
export async function fillBook({ write }: TestDatabase): Promise<void> {
  await write(async (deps) => {
    await createTags(deps, [{ name: 'VIP', color: 'red' }, { name: 'Monthly' }, { name: 'Unused' }]);
    await createContacts(deps, [
      { firstName: 'Erika', lastName: 'Müller', email: 'erika@mueller.example', key: 'p-1' },
      { firstName: 'Jan', lastName: 'Weiß', email: 'jan@weiss.example', phone: '+49 30 1234567' },
      { firstName: 'Petra', lastName: 'Özdemir', email: 'petra@oezdemir.example' },
    ]);
    await createAccounts(deps, [
      { name: 'Erika Müller', key: 'crm-1', tags: ['VIP'], contacts: [{ id: 1 }] },
      {
        companyName: 'Weiß GmbH',
        companyAddress: { street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
        key: 'crm-2',
        tags: ['VIP', 'Monthly'],
        contacts: [{ id: 1, description: 'Tax adviser' }, { id: 2 }],
      },
      { name: 'Nachlass Ernst', contacts: [{ id: 2 }] },
    ]);
    await archiveAccounts(deps, [3]);
  });
}
