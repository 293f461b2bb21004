/**
 * A silent logger: knex writes warnings to the console, and with the bound values in them. What it is told about colours it does not
 * ask standard output for, which would be a stream then.
 */
export const silentLog = {
  warn: () => {},
  error: () => {},
  deprecate: () => {},
  debug: () => {},
  enableColors: false,
};
