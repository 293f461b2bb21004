import { KontorError } from '../src/errors.ts';
import type { Field } from '../src/output/view.ts';

/** What `exists` answers. */
export interface Existence {
  exists: boolean;
  id: number | null;
}

export const existenceFields: Field<Existence>[] = [
  { key: 'exists', heading: 'Exists' },
  { key: 'id', heading: 'ID' },
];

/** Whether a reference means one record; one that means several is an error like everywhere. */
export async function existence(resolve: () => Promise<number>): Promise<Existence> {
  try {
    return { exists: true, id: await resolve() };
  } catch (error) {
    if (error instanceof KontorError && error.code.endsWith('_NOT_FOUND')) return { exists: false, id: null };
    throw error;
  }
}
