import type { Contact } from '../../domain/contact/model.ts';
import { type ContactPatch, contactPatch } from '../../domain/contact/schema.ts';
import type { Deps } from '../../domain/deps.ts';
import { knownFields } from '../../domain/field/references.ts';
import { addressEntries, fieldEntries } from './entries.ts';
import { checkedPatch, type OpenedRecord, opened } from './opened.ts';

/** A contact as a text to be changed, and what the changed text asks for (C1, F2). */
export async function openContact(deps: Deps, contact: Contact): Promise<OpenedRecord<ContactPatch>> {
  const fields = await knownFields(deps, 'contact');
  return opened(
    `Contact ${contact.id} "${contact.name}"`,
    [
      { key: 'firstName', value: contact.firstName ?? '', comments: ['a contact needs a name or an e-mail'] },
      { key: 'middleName', value: contact.middleName ?? '' },
      { key: 'lastName', value: contact.lastName ?? '' },
      { key: 'companyName', value: contact.companyName ?? '' },
      { key: 'email', value: contact.email ?? '' },
      { key: 'phone', value: contact.phone ?? '' },
      { key: 'address', value: addressEntries(contact.address) },
      { key: 'notes', value: contact.notes ?? '' },
      { key: 'key', value: contact.key ?? '', comments: ['what other systems call this contact'] },
      ...(fields.length === 0 ? [] : [{ key: 'fields', value: fieldEntries(fields, contact.fields) }]),
    ],
    (changed, edited) => checkedPatch(contactPatch, changed, edited),
  );
}
