import { editAccounts } from '../../../src/domain/account/operations.ts';
import { showAccounts } from '../../../src/domain/account/record.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { showContacts } from '../../../src/domain/contact/record.ts';
import { listFields } from '../../../src/domain/field/list.ts';
import type { FieldInputs, FieldScope } from '../../../src/domain/field/model.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import type { NewField } from '../../../src/domain/field/schema.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import { audit } from '../fixtures.ts';

/** What tests about custom fields do again and again, on the database of the running test. */
export const fieldBook = (db: () => TestDatabase) => ({
  make: (...fields: NewField[]) => db().write((deps) => createFields(deps, fields)),
  set: (id: number, fields: FieldInputs) =>
    db().write((deps) => editAccounts(deps, [{ id, patch: { fields } }])),
  setContact: (id: number, fields: FieldInputs) =>
    db().write((deps) => editContacts(deps, [{ id, patch: { fields } }])),
  valuesOf: async (...ids: number[]) =>
    (await db().read((deps) => showAccounts(deps, ids))).map(({ fields }) => fields),
  contactValues: async (...ids: number[]) =>
    (await db().read((deps) => showContacts(deps, ids))).map(({ fields }) => fields),
  keys: async (scope?: FieldScope) =>
    (await db().read((deps) => listFields(deps, scope))).map(({ key }) => key),
  field: async (key: string) =>
    (await db().read((deps) => listFields(deps))).find((field) => field.key === key),
  /** The entries from one on: record, id and changes. */
  entriesFrom: async (start: number) =>
    (await audit(db()))
      .slice(start)
      .map(({ record, recordId, changes }) => [record, recordId, changes] as const),
  entryCount: async () => (await audit(db())).length,
});

export const text = (label: string, more: Partial<NewField> = {}): NewField => ({
  scope: 'account',
  type: 'text',
  label,
  ...more,
});
