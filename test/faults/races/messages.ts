/** What a racer is to do: one command line, as a program of its own would be started with it. */
export interface Task {
  readonly db: string;
  readonly folder: string;
  readonly argv: readonly string[];
  /** How long it waits at the door when the other one already runs. */
  readonly lateMs: number;
}

export type ToRacer = { readonly task: Task } | 'go' | 'leave';

/** How a command ended, and when its first transaction was asked for, was begun and was over, in milliseconds of one clock. */
export interface RacerEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly asked: number;
  readonly begun: number;
  readonly over: number;
  /** How often its work was run: more than once where it lost. */
  readonly runs: number;
}

export type FromRacer = 'at the door' | { readonly end: RacerEnd };
