/**
 * How the programs of PostgreSQL (libpq) are told where to connect: in their environment, since everybody on the machine can
 * read command lines. What the URL leaves out they find where the driver does (PGHOST, PGPASSWORD, ~/.pgpass …).
 */
export function libpqVariables(location: string): Record<string, string> {
  const url = new URL(location);
  const parameter = (name: string) => url.searchParams.get(name) ?? '';
  const given: Record<string, string> = {
    PGHOST: parameter('host') || decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1'),
    PGPORT: parameter('port') || url.port,
    PGUSER: parameter('user') || decodeURIComponent(url.username),
    PGPASSWORD: parameter('password') || decodeURIComponent(url.password),
    PGDATABASE: databaseIn(url),
    PGSSLMODE: sslModeIn(url),
    PGSSLROOTCERT: parameter('sslrootcert'),
    PGSSLCERT: parameter('sslcert'),
    PGSSLKEY: parameter('sslkey'),
    PGOPTIONS: parameter('options'),
    PGAPPNAME: 'kontor',
    PGCONNECT_TIMEOUT: parameter('connect_timeout') || '10',
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}

/** The database that a URL names; empty where it names none. */
export const databaseIn = (url: URL): string => decodeURIComponent(url.pathname.replace(/^\//, ''));

/** Two spellings are the driver's own. */
function sslModeIn(url: URL): string {
  const mode = url.searchParams.get('sslmode') ?? '';
  if (mode !== '') return mode === 'no-verify' ? 'require' : mode;
  const ssl = url.searchParams.get('ssl') ?? '';
  return ssl === '' ? '' : ['true', '1'].includes(ssl) ? 'require' : 'disable';
}

/** The URL of another database on the same server. */
export function otherDatabase(location: string, name: string): string {
  const url = new URL(location);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}
