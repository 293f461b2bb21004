import type { MailFacts, MailKind } from '../domain/mail/model.ts';

/** What a mail is made from. */
export interface Occasion {
  kind: MailKind;
  facts: MailFacts;
  firmName: string;
  /** The whole link; nothing for mails that carry none. */
  link: string | undefined;
  /** Where the client portal is; empty when the firm has not said. */
  portalAddress: string;
}

/** A mail in words. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** A part of a letter: words, the firm's own words, names one below the other, or a link. */
type Part = { words: string } | { quoted: string } | { names: string[] } | { link: string; label: string };

/** Writes a mail, as text and as HTML. Whatever comes from data is text in both, never markup. */
export function writeLetter(occasion: Occasion): Letter {
  const { subject, parts } = letters[occasion.kind](occasion);
  const firm = oneLine(occasion.firmName);
  const all: Part[] = [{ words: salutation(occasion.facts.name) }, ...parts, { words: firm }];
  return {
    subject: oneLine(subject),
    text: `${all.map(partAsText).join('\n\n')}\n`,
    html: page(firm, all.map(partAsHtml).join('\n')),
  };
}

const letters: Record<MailKind, (occasion: Occasion) => { subject: string; parts: Part[] }> = {
  invitation: ({ facts, firmName, link }) => ({
    subject: `${firmName}: your access to the client portal`,
    parts: [
      { words: `${firmName} has invited you to its client portal${about(facts)}.` },
      ...personal(facts),
      ...linked(link, 'Accept the invitation and choose a password here:'),
      { words: `The link works once${until(facts)}.` },
      {
        words:
          'If you did not expect this invitation, please ignore this mail: without you nothing happens. ' +
          'Do not pass the link on: whoever has it can use it.',
      },
    ],
  }),
  reset: ({ facts, firmName, link }) => ({
    subject: `${firmName}: a new password for the client portal`,
    parts: [
      {
        words: `A new password was asked for, for your access to the client portal of ${firmName}${about(facts)}.`,
      },
      ...personal(facts),
      ...linked(link, 'Choose a new password here:'),
      { words: `The link works once${until(facts)}.` },
      {
        words:
          'If you did not ask for it, please ignore this mail: your old password stays valid. ' +
          'Do not pass the link on: whoever has it can use it.',
      },
    ],
  }),
  'password-notice': ({ facts, firmName }) => ({
    subject: `${firmName}: your password for the client portal was changed`,
    parts: [
      {
        words: `The password of your access to the client portal of ${firmName} was changed${circumstances(facts)}.`,
      },
      { words: 'All sessions were ended; please log in with the new password.' },
      ...personal(facts),
      { words: `If that was not you, please tell ${firmName} at once.` },
    ],
  }),
  documents: (occasion) =>
    notification(occasion, {
      one: 'a new document for you',
      several: (count) => `${count} new documents for you`,
      sentence: (firm, where) => `${firm} has put something for you into its client portal${where}:`,
    }),
  messages: (occasion) =>
    notification(occasion, {
      one: 'a new message for you',
      several: () => 'new messages for you',
      sentence: (firm, where) => `${firm} has written to you in its client portal${where}. It is about:`,
    }),
  approvals: (occasion) =>
    notification(occasion, {
      one: 'a document needs your approval',
      several: (count) => `${count} documents need your approval`,
      sentence: (firm, where) => `${firm} asks for your approval in its client portal${where}:`,
    }),
  signatures: (occasion) =>
    notification(occasion, {
      one: 'a document needs your signature',
      several: (count) => `${count} documents need your signature`,
      sentence: (firm, where) => `${firm} asks for your signature in its client portal${where}:`,
    }),
};

/** What the kinds of notifications say: in the subject about one thing or several, and above what these are called. */
interface Notice {
  one: string;
  several: (count: number) => string;
  sentence: (firm: string, where: string) => string;
}

/** A notification (T2): what things are called and where they are to be found, never what they say. */
function notification(
  { facts, firmName, portalAddress }: Occasion,
  { one, several, sentence }: Notice,
): { subject: string; parts: Part[] } {
  const { subjects = [], moreSubjects = 0 } = facts;
  const count = subjects.length + moreSubjects;
  const more = moreSubjects > 0 ? [`and ${moreSubjects} more`] : [];
  return {
    subject: `${firmName}: ${count === 1 ? one : several(count)}`,
    parts: [
      { words: sentence(firmName, about(facts)) },
      { names: [...subjects.map(oneLine), ...more] },
      ...linked(portalAddress === '' ? undefined : portalAddress, 'The client portal is here:'),
      { words: `If you no longer want to get such mails, please tell ${firmName}.` },
    ],
  };
}

const salutation = (name: string | undefined): string =>
  name === undefined || oneLine(name) === '' ? 'Hello,' : `Hello ${oneLine(name)},`;

const about = ({ accountName }: MailFacts): string =>
  accountName === undefined ? '' : `, for the account “${oneLine(accountName)}”`;

const until = ({ expiresAt }: MailFacts): string =>
  expiresAt === undefined ? '' : `, until ${spelledTime(expiresAt)}`;

const circumstances = ({ at, origin }: MailFacts): string =>
  (at === undefined ? '' : ` on ${spelledTime(at)}`) +
  (origin === undefined ? '' : `, from ${oneLine(origin)}`);

const personal = ({ message }: MailFacts): Part[] => {
  const quoted = (message ?? '').replace(/\r\n?/g, '\n').trim();
  return quoted === '' ? [] : [{ quoted }];
};

const linked = (link: string | undefined, label: string): Part[] =>
  link === undefined ? [] : [{ link, label }];

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** 2026-03-04T05:06:07.890Z → 4 March 2026, 05:06 UTC. */
const spelledTime = (time: string): string => {
  const [date = '', clock = ''] = time.split('T');
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}, ${clock.slice(0, 5)} UTC`;
};

/** Without line breaks and other control characters: a name is one line wherever it stands. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const partAsText = (part: Part): string => {
  if ('words' in part) return part.words;
  if ('link' in part) return `${part.label}\n\n${part.link}`;
  if ('names' in part) return part.names.map((name) => `  - ${name}`).join('\n');
  return part.quoted
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
};

const partAsHtml = (part: Part): string => {
  if ('words' in part) return `<p>${escaped(part.words)}</p>`;
  if ('quoted' in part) {
    return `<blockquote style="margin: 1em 0; padding-left: 1em; border-left: 3px solid #ccc">${escaped(part.quoted).replaceAll('\n', '<br>\n')}</blockquote>`;
  }
  if ('names' in part) {
    return `<ul>\n${part.names.map((name) => `<li>${escaped(name)}</li>`).join('\n')}\n</ul>`;
  }
  const address = escaped(part.link);
  return `<p>${escaped(part.label)}</p>\n<p><a href="${address}" style="overflow-wrap: anywhere">${address}</a></p>`;
};

const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">
${body}
</body>
</html>
`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
