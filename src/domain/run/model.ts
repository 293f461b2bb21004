import type { AuditEntry, AuditedRecord } from '../audit/schema.ts';

/** What can be a run: a client list that was imported, fixtures that were seeded. */
export const runKinds = ['import', 'seed'] as const;
export type RunKind = (typeof runKinds)[number];

/** interrupted: it has not ended, because it was stopped or is still at work; undone: it was taken back. */
export const runStates = ['done', 'interrupted', 'undone'] as const;
export type RunState = (typeof runStates)[number];

/** A run as lists show it. */
export interface Run {
  run: number;
  kind: RunKind;
  /** The file, or what else it was made from. */
  source: string;
  actor: string;
  startedAt: string;
  endedAt: string | null;
  state: RunState;
  undoneAt: string | null;
  undoneBy: string | null;
  /** What it reported when it ended: for an import the numbers of its report. */
  counts: Record<string, unknown> | null;
}

/** How many records of a kind a run made, and how many that were there it changed. */
export interface RunChanges {
  record: AuditedRecord;
  created: number;
  changed: number;
}

/** A run with what it did. */
export interface WholeRun extends Run {
  changes: RunChanges[];
  /** Oldest first. */
  entries: AuditEntry[];
  /** How many entries there are in all. */
  total: number;
}

/** What runs to list. */
export interface RunQuery {
  kind?: RunKind | undefined;
  state?: RunState | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}

/** A record with its name. */
export interface NamedRecord {
  record: AuditedRecord;
  id: number;
  name: string;
}

/** A record that stays although a run made it, and why. */
export interface KeptRecord extends NamedRecord {
  reason: string;
}

/** How many records that a run had made were removed. */
export interface Removed {
  accounts: number;
  contacts: number;
  links: number;
  tags: number;
  fields: number;
}

/** How many records that a run had changed got back what they had. */
export interface Restored {
  accounts: number;
  contacts: number;
  links: number;
  access: number;
}

/** What became of a run that was to be taken back. */
export interface UndoOutcome extends Run {
  /** `unchanged` when it had been taken back before. */
  outcome: 'updated' | 'unchanged';
  removed: Removed;
  restored: Restored;
  invitationsRevoked: number;
  kept: KeptRecord[];
  /** What cannot be taken back. */
  warnings: string[];
}

/** What became of all that was seeded. */
export interface ResetOutcome {
  /** `unchanged` when nothing was seeded, or all of it had been removed before. */
  outcome: 'updated' | 'unchanged';
  runs: number[];
  removed: Removed & {
    /** Documents, messages, approvals, signatures, notes and logins in accounts that stay. */
    activity: number;
    portalUsers: number;
  };
  /** Settings of the firm that got back what they were. */
  settings: string[];
  invitationsRevoked: number;
  kept: KeptRecord[];
  /** How many of the records that were seeded were changed since by something else. */
  changedSince: number;
  /** How many records that were there before keep what seeding changed of them. */
  stillChanged: number;
}
