/** What the rows of a file are about: accounts with their contacts, accounts, or contacts alone. */
export const importKinds = ['clients', 'accounts', 'contacts'] as const;
export type ImportKind = (typeof importKinds)[number];

/** Whether rows make what is not there, change what is there, or both. */
export const importModes = ['upsert', 'insert-only', 'update-only'] as const;
export type ImportMode = (typeof importModes)[number];
