import type { Match } from './match.ts';
import type { ImportMode } from './model.ts';

/**
 * Why a row is left alone, or undefined when it is to be taken. `insert-only` makes what is missing of a row and never
 * changes what is there; `update-only` changes what is there and takes no row of which something is missing.
 */
export function skipReason(
  { about, account, contact }: Match,
  link: object | undefined,
  mode: ImportMode,
): string | undefined {
  if (mode === 'upsert') return undefined;
  const missing = [
    ...(about !== 'contact' && account === undefined ? ['there is no such account'] : []),
    ...(about !== 'account' && contact === undefined ? ['there is no such contact'] : []),
    ...(about === 'client' && account && contact && link === undefined
      ? ['the contact is not linked to the account']
      : []),
  ];
  if (mode === 'update-only') return missing.length === 0 ? undefined : missing.join(', ');
  return missing.length === 0 ? 'it is there already' : undefined;
}
