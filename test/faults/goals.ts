/** So much a full run tries at least, all parts together. */
export const goals = {
  kills: 400,
  'races on SQLite': 2_000,
  'races on PostgreSQL': 2_000,
  'states after a loss of power': 2_000,
  'lines of hostile input on SQLite': 10_000,
  'lines of hostile input on PostgreSQL': 300,
} as const;

/** What a line of the table counts towards. */
export type Goal = keyof typeof goals;
