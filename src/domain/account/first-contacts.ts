import { createContacts } from '../contact/operations.ts';
import { resolveContacts } from '../contact/references.ts';
import { readContactNames } from '../contact/repository.ts';
import type { Deps } from '../deps.ts';
import { type Candidate, goneError } from '../resolve.ts';
import type { NewAccount } from './schema.ts';

/** A contact that a new account begins with. */
export interface FirstContact {
  id: number;
  name: string;
  description: string | null | undefined;
}

/**
 * The contacts of new accounts (A7), in input order; new ones are created, references resolved. Names that the caller
 * has at hand need not be read. Throws what creating and resolving contacts throws, CONTACT_NOT_FOUND (exit 3).
 */
export async function firstContacts(
  deps: Deps,
  inputs: readonly NewAccount[],
  known: ReadonlyMap<number, string>,
): Promise<FirstContact[][]> {
  const wanted = inputs.flatMap((input) => input.contacts);
  const created = await createContacts(
    deps,
    wanted.flatMap((contact) => contact.create ?? []),
  );
  const referenced = await resolveContacts(
    deps,
    wanted.flatMap((contact) => contact.reference ?? []),
  );
  const unknown = wanted.flatMap(({ id }) => (id === undefined || known.has(id) ? [] : id));
  const names =
    unknown.length === 0 ? known : new Map([...known, ...(await readContactNames(deps, unknown))]);
  return gathered(inputs, created.values(), referenced.values(), names);
}

/** Those that were created, and those that were referred to, come in the order in which inputs name them. */
function gathered(
  inputs: readonly NewAccount[],
  created: Iterator<Candidate>,
  referenced: Iterator<Candidate>,
  names: ReadonlyMap<number, string>,
): FirstContact[][] {
  const contacts: FirstContact[][] = [];
  for (const input of inputs) {
    const own: FirstContact[] = [];
    for (const { id = 0, create, reference, description } of input.contacts) {
      const isKnown = create === undefined && reference === undefined;
      const found: Candidate | undefined = isKnown ? undefined : (create ? created : referenced).next().value;
      const name = found?.name ?? names.get(id);
      if (name === undefined) throw goneError('contact', id);
      own.push({ id: found?.id ?? id, name, description });
    }
    contacts.push(own);
  }
  return contacts;
}
