/** A silent logger: knex writes warnings to the console, and with the bound values in them. */
export const silentLog = { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} };
