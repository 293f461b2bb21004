import { readRecords } from '../../db/table.ts';
import { bySource } from '../contact/emails.ts';
import { type ContactRow, contactTable, type EmailRow, readEmails } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import type { FieldValues, KnownField, StoredValue } from '../field/model.ts';
import { knownFields } from '../field/references.ts';
import { holdFields, valuesOfRecords } from '../field/repository.ts';
import { fieldsOfRecords, holdsEmails } from '../field/values.ts';
import { goneError } from '../resolve.ts';

/** A contact that takes part in a merge, with what it has. */
export interface Member {
  row: ContactRow;
  /** By source. */
  emails: ReadonlyMap<string, EmailRow>;
  /** By the id of the field; without those that hold e-mails. */
  values: ReadonlyMap<number, StoredValue[]>;
  /** All values as they are shown. */
  fields: FieldValues;
}

/**
 * The contacts of a merge, the one that stays first, held until the transaction ends: they get no new links, addresses
 * and values meanwhile. Throws CONTACT_NOT_FOUND (exit 3).
 */
export async function holdMembers(
  deps: Deps,
  ids: readonly number[],
): Promise<{ members: Member[]; fields: KnownField[] }> {
  const rows = await readRecords(deps, contactTable, ids, { lock: true });
  for (const id of ids) if (!rows.has(id)) throw goneError('contact', id);
  if (deps.dialect.holdRows !== '') {
    const used = await valuesOfRecords(deps, 'contact', ids);
    await holdFields(deps, [...new Set(used.map(({ fieldId }) => fieldId))]);
  }
  const fields = await knownFields(deps, 'contact');
  const emails = bySource(await readEmails(deps, ids));
  const inEmails = new Set(fields.filter(holdsEmails).map(({ id }) => id));
  const values = new Map(ids.map((id) => [id, new Map<number, StoredValue[]>()]));
  for (const { recordId, fieldId, ...value } of await valuesOfRecords(deps, 'contact', ids)) {
    if (inEmails.has(fieldId)) continue;
    const own = values.get(recordId);
    own?.set(fieldId, [...(own.get(fieldId) ?? []), value]);
  }
  const shown = await fieldsOfRecords(deps, 'contact', ids);
  return {
    fields,
    members: ids.flatMap((id) => {
      const row = rows.get(id);
      return row === undefined
        ? []
        : [
            {
              row,
              emails: emails.get(id) ?? new Map(),
              values: values.get(id) ?? new Map(),
              fields: shown.get(id) ?? {},
            },
          ];
    }),
  };
}
