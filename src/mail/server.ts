/** Where mails are handed over. */
export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte on (smtps). */
  secure: boolean;
  /** Who logs in; nobody where the URL names none. */
  user: string | undefined;
  password: string | undefined;
}

const schemes: Readonly<Record<string, { secure: boolean; port: number }>> = {
  'smtp:': { secure: false, port: 587 },
  'smtps:': { secure: true, port: 465 },
};

/** Takes the URL of a mail server apart; undefined for anything else. */
export function parseServer(url: string): MailServer | undefined {
  // Tabs, ends of lines and what surrounds it would be left out in silence.
  if (/^\s|\p{Cc}|\s$/u.test(url) || !URL.canParse(url)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(url);
  const scheme = schemes[protocol];
  // A path or query would be the rest of a password that nobody encoded.
  if (scheme === undefined || hostname === '' || !['', '/'].includes(pathname) || search + hash !== '') {
    return undefined;
  }
  const [user, secret] = [decoded(username), decoded(password)];
  if (user === undefined || secret === undefined || (user === '') !== (secret === '')) return undefined;
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? scheme.port : Number(port),
    secure: scheme.secure,
    user: user === '' ? undefined : user,
    password: secret === '' ? undefined : secret,
  };
}

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/** The URL of a mail server as it may be shown: the password is masked. */
export const showServer = (url: string): string => url.replace(/^([a-z]+:\/\/[^:]*:).*@/is, '$1***@');

/** Whether a host is this machine: what goes there passes no network. */
export const isThisMachine = (host: string): boolean =>
  host.toLowerCase() === 'localhost' || /^127(\.\d{1,3}){3}$/.test(host) || host === '::1';
