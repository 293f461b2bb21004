import { editAccounts } from '../../../src/domain/account/operations.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';

/**
 * The client book with fields of accounts (`tax-number` text, `founded` date, `legal-form` dropdown GmbH, AG, UG) and of
 * contacts (`spouse-email` email); account 1 has a tax number, account 2 is a GmbH founded in 2020.
 */
export async function fillFieldBook(db: TestDatabase): Promise<void> {
  await fillBook(db);
  await db.write(async (deps) => {
    await createFields(deps, [
      { scope: 'account', type: 'text', label: 'Tax number' },
      { scope: 'account', type: 'date', label: 'Founded' },
      { scope: 'account', type: 'dropdown', label: 'Legal form', options: ['GmbH', 'AG', 'UG'] },
      { scope: 'contact', type: 'email', label: 'Spouse e-mail' },
    ]);
    await editAccounts(deps, [
      { id: 1, patch: { fields: { 'tax-number': '12/345' } } },
      { id: 2, patch: { fields: { founded: '2020-05-01', 'legal-form': 'GmbH' } } },
    ]);
  });
}
