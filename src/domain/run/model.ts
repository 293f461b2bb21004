/** What can be a run: a client list that was imported, fixtures that were seeded. */
export const runKinds = ['import', 'seed'] as const;
export type RunKind = (typeof runKinds)[number];
