import type { AccountWithContacts } from '../account/model.ts';
import type { Section } from '../activity/model.ts';
import type { ApprovalSection } from '../approval/model.ts';
import type { DocumentSection } from '../document/section.ts';
import type { LastLogin } from '../login/model.ts';
import type { ThreadSection } from '../message/model.ts';
import type { Note } from '../note/model.ts';
import type { SignatureSection } from '../signature/model.ts';

/** The parts of the overview (O1), in their order on the page. */
export const sectionNames = ['documents', 'messages', 'approvals', 'signatures', 'logins', 'notes'] as const;
export type SectionName = (typeof sectionNames)[number];

/** What each part holds, newest first. */
export interface Sections {
  documents: DocumentSection;
  messages: ThreadSection;
  approvals: ApprovalSection;
  signatures: SignatureSection;
  /** The newest login of each person. */
  logins: Section<LastLogin>;
  notes: Section<Note>;
}

export interface OverviewQuery {
  /** The sections to be read. */
  sections: readonly SectionName[];
  /** Those of them of which everything is read, not only the newest entries. */
  all: readonly SectionName[];
}

/** How much happened in a month: in each section that was asked for, and in all of them. */
export interface MonthOfActivity extends Partial<Record<SectionName, number>> {
  /** As in 2026-01. */
  month: string;
  total: number;
}

/** Everything about an account on one page, with the sections that were asked for. */
export interface Overview extends Partial<Sections> {
  account: AccountWithContacts;
  /** The sections that hold everything, not only the newest entries. */
  all: readonly SectionName[];
  /** The last twelve months, oldest first. */
  activity: MonthOfActivity[];
  /** The time at which it was read. */
  asOf: string;
}
