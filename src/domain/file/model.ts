/** What is known of a content: its SHA-256 in hexadecimal, its size, and what kind of file it is, by its bytes. */
export interface Content {
  sha256: string;
  bytes: number;
  mediaType: string;
}

/** How large a file may be, and what a refusal calls it. */
export interface SizeLimit {
  bytes: number;
  /** `a document` */
  what: string;
  /** How to have a larger one, if that is possible. */
  hint?: string | undefined;
}

/** Bytes that are no file yet, as fixtures have them, and what refusals call them. */
export interface GivenContent {
  name: string;
  content: Uint8Array;
}

/** A file as the user names it, or its bytes. */
export type NewFile = string | GivenContent;

/** A file that was read, and waits beside the store for its place in it. */
export interface StagedFile extends Content {
  /** Moves it to its place, for good; the same content that is already there is replaced, and so healed. */
  publish(): Promise<void>;
  /** Throws away what was not published. */
  discard(): Promise<void>;
}

/**
 * The content store: files by the SHA-256 of their bytes, each once. A dry run reads, and writes nothing. Files outside of it
 * are given as the user names them: relative ones start from the working folder.
 */
export interface FileStore {
  /**
   * Reads a file. Throws FILE_NOT_FOUND (exit 3), NO_FILE for what is no regular file, FILE_UNREADABLE, FILE_TOO_LARGE,
   * FILE_EMPTY, FILE_CHANGED (exit 2), and STORE_FAILED (exit 6) when the store takes nothing.
   */
  stage(file: NewFile, limit: SizeLimit): Promise<StagedFile>;
  /** Where a content is kept, as an absolute path. */
  pathOf(sha256: string): string;
  /**
   * Writes a content to a file of its own, whole or not at all. Throws FILE_EXISTS (exit 4) unless `replace`,
   * FILE_UNWRITABLE (exit 2), and CONTENT_MISSING or CONTENT_DAMAGED (exit 6) when the store has it no more or its bytes
   * are not those that were stored.
   */
  copyTo(sha256: string, file: string, options: { replace: boolean }): Promise<void>;
  /** The bytes of a content. Throws CONTENT_MISSING, CONTENT_DAMAGED (exit 6). */
  read(sha256: string): Promise<Uint8Array>;
  /** Takes a content away; nothing where it is not there. */
  remove(sha256: string): Promise<void>;
  /** All that lies in it, in no particular order. */
  survey(): AsyncIterable<StoreEntry>;
  /** Reads a content as a whole and says whether it is what was stored. Throws STORE_FAILED (exit 6). */
  verify(sha256: string): Promise<ContentState>;
  /** Takes away what {@link survey} calls `waiting`, by its name. */
  removeLeftover(name: string): Promise<void>;
}

/** What a content turns out to be when it is read. */
export type ContentState = 'sound' | 'missing' | 'damaged';

/** Something that lies in the store. */
export interface StoreEntry {
  /**
   * content: at the place that its name calls for; waiting: a file that was to become one, or still is; foreign: none of
   * ours.
   */
  kind: 'content' | 'waiting' | 'foreign';
  /** Where it is, as an absolute path. */
  path: string;
  /** Its last part: of a content the SHA-256. */
  name: string;
  bytes: number;
  /** It was written longer ago than any file takes to be stored: nobody is at it any more. */
  isStale: boolean;
  mode: number;
}

/** The SHA-256 of contents that a unit of work may leave without a record. */
export interface ContentUse {
  /** Stored by it: nobody needs them if it is rolled back. */
  readonly kept: Set<string>;
  /** Of records that it deleted: nobody may need them once it is committed. */
  readonly dropped: Set<string>;
}
