/** How a reference to a record is to be read. */
export type Reading = 'id' | 'name' | 'key' | 'email';

export interface Reference {
  /** As the user wrote it. */
  text: string;
  /** Without its prefix. */
  value: string;
  /** Forced by a prefix (`id:`, `name:`, `key:`, `email:`), or `id` for digits alone; else every reading is tried. */
  reading: Reading | undefined;
}

const prefixed = /^(id|name|key|email):(.*)$/s;

/** Takes a reference apart; digits alone are an id. */
export function parseReference(text: string): Reference {
  const match = prefixed.exec(text);
  if (match !== null) return { text, value: match[2] ?? '', reading: match[1] as Reading };
  return { text, value: text, reading: /^\d+$/.test(text.trim()) ? 'id' : undefined };
}

/** The id that digits stand for, when the database can have such an id. */
export function referencedId(reference: Reference): number | undefined {
  const value = Number(reference.value.trim());
  return Number.isSafeInteger(value) && value > 0 && value <= 2_147_483_647 ? value : undefined;
}
