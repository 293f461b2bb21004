import type { Session } from './bulk.ts';

/** Runs a part of a transaction that can be undone by itself: when it throws, nothing of what it wrote is left. */
export async function withSavepoint<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.writes?.written();
  await session.trx.raw('savepoint part');
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await session.trx.raw('rollback to savepoint part');
    await session.trx.raw('release savepoint part');
    session.writes?.forget();
    throw error;
  }
  await session.trx.raw('release savepoint part');
  return result;
}
