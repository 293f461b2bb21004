/** What one operation wrote into the record of changes, before it is part of the chain. */
export interface UnsealedSet {
  /** The number of the set: its first entry. */
  seal: number;
  entries: number;
  lastEntry: number;
  /** Goes into the digest, so that what was erased cannot be guessed from it. */
  secret: string;
  digest: string;
  /** The set has a seal already, which this one is to replace. */
  replaces: boolean;
}

/** What a unit of work wrote into the record of changes and has still to seal. */
export interface Unsealed {
  /** Only ever added to: what is undone is cut off. */
  sets: UnsealedSet[];
  /** The number of the next entry, where the only writer counts by itself. */
  nextEntry: number | undefined;
}

/** An entry as it is stored. */
export interface StoredEntry {
  id: number;
  at: string;
  actor: string;
  command: string;
  run: number | null;
  record: string;
  recordId: number | null;
  contactId: number | null;
  label: string | null;
  action: string;
  /** As a text of JSON. */
  changes: string;
}

/** A seal: the place of a set in the chain. */
export interface Seal {
  /** From 1. */
  position: number;
  /** The number of the set: its first entry. */
  seal: number;
  entries: number;
  lastEntry: number;
  digest: string;
}

/** The end of the chain. Who notes it elsewhere can prove later that nothing before it was changed. */
export interface ChainHead {
  position: number;
  hash: string;
}

/** What does not fit. */
export type ChainFaultKind =
  | 'entries-changed'
  | 'entries-missing'
  | 'entries-added'
  | 'entry-unsealed'
  | 'earlier-entries'
  | 'seal-missing'
  | 'seal-changed'
  | 'seal-doubled'
  | 'erased-unrecorded'
  | 'head-changed'
  | 'head-not-found';

/** A place where the record of changes is not what was sealed. */
export interface ChainFault {
  kind: ChainFaultKind;
  /** The first entry concerned; null where it is about the chain alone. */
  entry: number | null;
  /** The place in the chain, where it is known. */
  position: number | null;
  message: string;
}

/** What verifying the chain came to. */
export interface ChainReport {
  /** Entries that are part of the chain. */
  entries: number;
  /** The sets that they make. */
  sets: number;
  /** Entries from before there was a chain. */
  earlierEntries: number;
  /** Seals that were replaced, because entries of their sets were erased. */
  replacedSeals: number;
  /** How many of them were in force when the given head was noted; null where none was given. */
  replacedSinceNoted: number | null;
  /** Null where nothing was sealed yet. */
  head: ChainHead | null;
  /** Whether the head that was noted earlier is part of the chain; null where none was given. */
  isNotedFound: boolean | null;
  /** The first of them, in the order of entries. */
  faults: ChainFault[];
  /** How many there are in all. */
  faultCount: number;
}
