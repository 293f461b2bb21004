/**
 * Everything that may go wrong in a way we foresaw. An error says which kind it is (the kind decides the exit
 * code, see src/cli/exit-codes.ts), carries a stable code for scripts, a message that names the thing, and a hint
 * with the next step. Anything else that is thrown is a defect of the program.
 */
export type ErrorKind =
  | 'defect'
  | 'usage'
  | 'not-found'
  | 'refused'
  | 'partial'
  | 'database'
  | 'mail'
  | 'findings'
  | 'cancelled';

/** A record that may have been meant by a reference. */
export interface Offer {
  /** The reference that means this one alone. */
  value: string;
  label: string;
  /** What tells it from others. */
  about?: string;
}

/** What may have been meant, for whoever can be asked. */
export interface Offers {
  /** As in `account`. */
  noun: string;
  reference: string;
  records: readonly Offer[];
}

export interface ErrorExtras {
  /** What to do next, as one sentence or command. */
  hint?: string | undefined;
  /** Facts for programs: plain JSON, never a secret. */
  details?: Record<string, unknown> | undefined;
  cause?: unknown;
  /** Another program was faster: the same work, run again, comes to something else. */
  isOvertaken?: boolean | undefined;
  offers?: Offers | undefined;
}

export class KontorError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly isOvertaken: boolean;
  readonly offers: Offers | undefined;

  constructor(kind: ErrorKind, code: string, message: string, extras: ErrorExtras = {}) {
    super(message, { cause: extras.cause });
    this.name = 'KontorError';
    this.kind = kind;
    this.code = code;
    this.hint = extras.hint;
    this.details = extras.details;
    this.isOvertaken = extras.isOvertaken ?? false;
    this.offers = extras.offers;
  }
}

/** Wrong usage or invalid input (exit 2). */
export const usageError = (code: string, message: string, extras?: ErrorExtras) =>
  new KontorError('usage', code, message, extras);

/** A named record is not there, or the name fits several (exit 3). */
export const notFoundError = (code: string, message: string, extras?: ErrorExtras) =>
  new KontorError('not-found', code, message, extras);

/** A rule of the domain or what is already stored forbids it (exit 4). */
export const refusedError = (code: string, message: string, extras?: ErrorExtras) =>
  new KontorError('refused', code, message, extras);

/** The database is missing, locked, unreachable, damaged or of another version (exit 6). */
export const databaseError = (code: string, message: string, extras?: ErrorExtras) =>
  new KontorError('database', code, message, extras);

/** The user or the end of input stopped it (exit 130). */
export const cancelledError = (message = 'cancelled; nothing was written', extras?: ErrorExtras) =>
  new KontorError('cancelled', 'CANCELLED', message, extras);
