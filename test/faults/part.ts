import type { Goal } from './goals.ts';

/**
 * A part of the fault suite: one kind of fault, brought about as often as it takes, each time on the real program. It plugs
 * in by its entry in parts.ts.
 */
export interface FaultPart {
  /** For `--part`. */
  readonly name: string;
  /** One line: what is done, and what has to hold. */
  readonly about: string;
  /** Why the part cannot run on this machine; undefined where it can. The reason is shown, and nothing else is said of it. */
  readonly missing?: () => Promise<string | undefined>;
  /** Throws only when the suite itself is broken; what the program gets wrong is `lost`. */
  readonly run: (given: Given) => Promise<Tally[]>;
}

export interface Given {
  /** 1 is the full run of the acceptance; the samples in `npm test` take a fraction. */
  readonly scale: number;
  /** Where chance decides, it starts from here: the same seed tries the same. */
  readonly seed: number;
  /** What alone is tried again, as a loss has told it. */
  readonly path?: string | undefined;
  /** How long the lists are that are imported, where it is not as usual. */
  readonly rows?: number | undefined;
  /** Tells how far it is. */
  readonly say: (line: string) => void;
}

/** One line of the table. */
export interface Tally {
  readonly what: string;
  /** What the sums count it as. */
  readonly goal?: Goal | undefined;
  /** How often it was tried. */
  tried: number;
  /** How often the fault really happened: the process was killed, the two were at work at once, the write failed. */
  fired: number;
  /** How often all that had to hold did, among those. */
  held: number;
  /** What did not hold, each told so that it can be brought about again. */
  readonly lost: string[];
}

export const tallyOf = (what: string, goal?: Goal): Tally => ({
  ...{ what, goal, tried: 0, fired: 0, held: 0 },
  lost: [],
});

/** Notes one try. `losses` is empty where all held; where the fault did not happen, nothing was learned about it. */
export function note(tally: Tally, fired: boolean, losses: readonly string[]): void {
  tally.tried += 1;
  if (fired) tally.fired += 1;
  if (losses.length > 0) tally.lost.push(...losses);
  else if (fired) tally.held += 1;
}

/** So many of a full run, at this scale; at least one. */
export const scaled = (full: number, { scale }: Pick<Given, 'scale'>): number =>
  Math.max(1, Math.round(full * scale));
