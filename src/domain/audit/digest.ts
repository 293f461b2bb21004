import { createHash, type Hash, hash as hashAtOnce } from 'node:crypto';
import type { ChainHead, Seal, StoredEntry } from './model.ts';

const sha256 = (text: string): string => hashAtOnce('sha256', text, 'hex');

/** So many letters of a text are hashed before the next come. */
const longText = 64 * 1024;

/** What the entries of a set have in common as long as none of them is changed. */
export type Shared = Pick<StoredEntry, 'at' | 'actor' | 'command' | 'run'>;

const sharedText = ({ at, actor, command, run }: Shared): string =>
  `\n${JSON.stringify([at, actor, command, run])}`;

/** A SHA-256 of a text that comes in parts. Most are short: those are hashed at once, which takes a third of the time. */
class TextHash {
  private text = '';
  private hash: Hash | undefined;

  add(text: string): void {
    this.text += text;
    if (this.text.length < longText) return;
    this.hash ??= createHash('sha256');
    this.hash.update(this.text);
    this.text = '';
  }

  end(): string {
    return this.hash === undefined ? sha256(this.text) : this.hash.update(this.text).digest('hex');
  }
}

/** The digest of a set that is being written. */
export class NewDigest {
  private readonly hash = createHash('sha256');

  constructor(secret: string, shared: Shared) {
    this.hash.update(secret + sharedText(shared));
  }

  /**
   * Adds entries by the JSON, in UTF-8, of an array with the cells of each: id, record, record's id, contact's id, label,
   * action, changes.
   */
  add(json: Buffer): void {
    this.hash.update(',').update(json.subarray(1, -1));
  }

  end(): string {
    return this.hash.digest('hex');
  }
}

/** The digest of a set whose stored entries come one after the other, in the order of ids: equal to that of the new ones. */
export class RunningDigest {
  private readonly hash = new TextHash();
  private shared: string | undefined;

  constructor(secret: string) {
    this.hash.add(secret);
  }

  add(entry: StoredEntry): void {
    const shared = sharedText(entry);
    const { id, record, recordId, contactId, label, action, changes } = entry;
    const cells = JSON.stringify([id, record, recordId, contactId, label, action]);
    // The text of the changes is taken letter by letter.
    const text = `,${cells.slice(0, -1)},${changes}]`;
    this.hash.add(shared === this.shared ? text : shared + text);
    this.shared = shared;
  }

  end(): string {
    return this.hash.end();
  }
}

/**
 * Whether a text is JSON. Only such a text stands in the digest as it is: another one could hold what looks like the end of
 * its entry and the beginning of the next.
 */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const hashOf = (values: ReadonlyArray<string | number>): string => sha256(JSON.stringify(values));

/** What the chain begins with: how many entries were there before it, and which was the last. */
export const beginningOf = (earlierEntries: number, lastEarlierEntry: number): string =>
  hashOf(['kontor audit chain', earlierEntries, lastEarlierEntry]);

/** The hash of a seal, which takes in the one before it. */
export const hashOfSeal = (previous: string, { position, seal, entries, lastEntry, digest }: Seal): string =>
  hashOf([previous, position, seal, entries, lastEntry, digest]);

/** A head as people note it: `12:9f86d0…`. */
export const shownHead = ({ position, hash }: ChainHead): string => `${position}:${hash}`;
