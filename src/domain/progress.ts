/** How far something is that takes long. */
export interface Progress {
  /** What is counted, in the plural: `rows`. */
  unit: string;
  done: number;
  /** How many there are in all, where that is known. */
  total?: number | undefined;
  /** Where it is not: the part that is done, from 0 to 1, as of the bytes of a file. */
  part?: number | undefined;
  /** What else is to be said just now, as "stopping after this mail". */
  note?: string | undefined;
}

/** Takes word of how far something is; called as often as it is convenient. */
export type OnProgress = (progress: Progress) => void;
