import { createHash, timingSafeEqual } from 'node:crypto';
import { insertRows, query } from '../../db/bulk.ts';
import { type Deps, timestamp } from '../deps.ts';

/**
 * The secret in a link (I5): a selector, by which it is found, and a verifier of 256 random bits, of which only the hash is
 * stored. A link may have several tokens, one printed and one mailed; the link itself is what works once (I2).
 */
const selectorBytes = 12;
const verifierBytes = 32;

const hashOf = (verifier: string): string => createHash('sha256').update(verifier).digest('hex');

/** Makes a token for a link; it is returned once and cannot be read again. */
export async function mintToken(deps: Deps, linkId: number): Promise<string> {
  const selector = deps.random(selectorBytes).toString('base64url');
  const verifier = deps.random(verifierBytes).toString('base64url');
  await insertRows(
    deps,
    'portal_tokens',
    { selector: 'text', verifier_hash: 'text', link_id: 'integer', created_at: 'text' },
    [[selector, hashOf(verifier), linkId, timestamp(deps)]],
  );
  return `${selector}.${verifier}`;
}

/** The id of the link that a token belongs to, whatever the link's state; undefined for a token that is none. */
export async function linkOfToken(deps: Deps, token: string): Promise<number | undefined> {
  const [selector = '', verifier = '', ...more] = token.split('.');
  if (selector === '' || verifier === '' || more.length > 0) return undefined;
  const [row] = await query<{ linkId: number; hash: string }>(
    deps,
    'select link_id as "linkId", verifier_hash as hash from portal_tokens where selector = ?',
    [selector],
  );
  const given = Buffer.from(hashOf(verifier), 'hex');
  const stored = Buffer.from(row?.hash ?? hashOf(''), 'hex');
  return timingSafeEqual(given, stored) ? row?.linkId : undefined;
}

/** Where a link leads: the portal's address with the purpose and the token. */
export function linkAddress(portalAddress: string, purpose: 'invitation' | 'reset', token: string): string {
  const address = new URL(portalAddress);
  address.pathname = `${address.pathname.replace(/\/$/, '')}/${purpose === 'invitation' ? 'accept' : 'set-password'}`;
  address.searchParams.set('token', token);
  return address.href;
}

/** The token in a text: the token itself, or the whole link. */
export function tokenIn(text: string): string {
  const given = text.trim();
  return URL.canParse(given) ? (new URL(given).searchParams.get('token') ?? given) : given;
}
