import type { MailFacts, NewMail } from '../mail/model.ts';
import type { Occasion } from './model.ts';
import type { RecipientRow } from './repository.ts';

/** More names than that are counted. */
const namedSubjects = 10;

/** Whether an occasion is to be told to a recipient of its account and kind. */
export const concerns = ({ contactIds }: Occasion, { contactId }: RecipientRow): boolean =>
  contactIds === undefined || contactIds.includes(contactId);

/**
 * One mail to one address about all occasions of one account and kind that concern it; `people` are the contacts who have
 * the address. It names the account where the address opens several (T2), and never says more than what things are called.
 */
export function notificationMail(occasions: readonly Occasion[], people: readonly RecipientRow[]): NewMail {
  const [first, ...others] = people;
  if (first === undefined) throw new Error('a notification for nobody');
  const facts: MailFacts = {
    // Whoever shares an address (C4) cannot be greeted by name: nobody knows who of them reads it.
    name: others.length === 0 ? first.contactName : undefined,
    accountName: first.elsewhere === 1 ? first.accountName : undefined,
    ...subjectFacts(
      first.kind,
      occasions.flatMap(({ subjects }) => subjects),
    ),
  };
  return { kind: first.kind, recipient: first.address, accountId: first.accountId, facts };
}

function subjectFacts(kind: RecipientRow['kind'], all: readonly string[]): MailFacts {
  // Several messages of a thread are about one thing, while documents of one name are several.
  const subjects = kind === 'messages' ? [...new Set(all)] : all;
  const more = subjects.length - namedSubjects;
  return { subjects: subjects.slice(0, namedSubjects), ...(more > 0 ? { moreSubjects: more } : {}) };
}
