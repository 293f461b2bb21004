import type { Author, Section, Side } from '../activity/model.ts';
import type { Outcome } from '../outcome.ts';

/** A message between the firm and a client, in a thread of an account (O1). */
export interface Message {
  id: number;
  thread: { id: number; subject: string };
  account: { id: number; name: string };
  from: Author;
  text: string;
  at: string;
}

/** Who wrote a message of a thread, and when. */
export interface Written {
  side: Side;
  name: string;
  at: string;
}

/** A thread as the overview shows it. */
export interface Thread {
  id: number;
  subject: string;
  startedAt: string;
  lastAt: string;
  /** How many messages it has. */
  messages: number;
  last: Written;
  /** The newest message of the side that did not start the thread; null while there is none. */
  answer: Written | null;
}

export interface ThreadSection extends Section<Thread> {
  /** Threads whose last message is the client's. */
  unanswered: number;
}

/** A thread with all that was written in it, oldest first. */
export interface WholeThread extends Pick<Thread, 'id' | 'subject' | 'startedAt' | 'lastAt'> {
  account: { id: number; name: string };
  messages: Message[];
}

/** What is to be written, by whom and when. */
export interface Wording {
  text: string;
  /** The client's contact who writes; without one it is the firm. */
  contactId?: number | undefined;
  /** When it was written, if not now. */
  at?: string | undefined;
}

/** A message that begins a thread. */
export interface NewThread extends Wording {
  accountId: number;
  subject: string;
}

export interface NewReply extends Wording {
  threadId: number;
}

/** A message that was written; its name is the subject of its thread. */
export interface MessageOutcome extends Outcome, Message {
  /** The addresses that a mail goes to (T2). */
  notified: string[];
}

/** Which messages to list; newest first. */
export interface MessageQuery {
  accountId?: number | undefined;
  threadId?: number | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}
