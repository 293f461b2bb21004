import type { Session } from '../db/backup/copies.ts';
import { chainHead } from '../domain/audit/verify.ts';
import type { Manifest } from './schema.ts';

/** The head of the chain of audit entries; null in a database that is older than the chain, or that has no entry yet. */
export async function chainHeadIn(
  session: Session,
  tables: Readonly<Record<string, number>>,
): Promise<Manifest['chainHead']> {
  return tables.audit_head === undefined ? null : ((await chainHead(session)) ?? null);
}
