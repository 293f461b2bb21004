import type { Contact } from '../../src/domain/contact/model.ts';
import type { MergedAccess, MergedLink, MergeOutcome, Moved } from '../../src/domain/merge/model.ts';
import type { RecordView, ReportLine } from '../../src/output/view.ts';
import { addressLine } from '../address-options.ts';
import { someNames } from '../outcomes.ts';
import { contactFields } from './view.ts';

/** The contact that stays with what became of it. */
type Merged = Contact & MergeOutcome;

export const mergeView: RecordView<Merged> = {
  kind: 'record',
  fields: [
    { key: 'outcome', heading: 'Outcome' },
    ...(contactFields as unknown as RecordView<Merged>['fields']),
    { key: 'merged', heading: 'Merged', text: ({ merged }) => someNames(merged) },
    { key: 'changes', heading: 'Changes' },
    { key: 'givenUp', heading: 'Given up' },
    { key: 'links', heading: 'Links' },
    { key: 'access', heading: 'Access' },
    { key: 'moved', heading: 'Moved' },
    { key: 'warnings', heading: 'Warnings' },
  ],
  id: ({ id }) => id,
};

/** What happens, as a question. */
export const mergeWords = (merged: Merged): string => {
  const what = detailsOf(merged);
  return (
    `Merge contact${merged.merged.length === 1 ? '' : 's'} ${someNames(merged.merged)} into contact ${merged.id} ` +
    `"${merged.name}" and delete ${merged.merged.length === 1 ? 'it' : 'them'}${what.length === 0 ? '' : ` (${what.join('; ')})`}?`
  );
};

/** What happened, line by line. */
export const mergeLines = (merged: Merged): ReportLine[] => [
  {
    tone: 'done',
    text: `merged contact${merged.merged.length === 1 ? '' : 's'} ${someNames(merged.merged)} into contact ${merged.id} "${merged.name}"`,
  },
  ...detailsOf(merged).map((text) => ({ tone: 'note' as const, text })),
];

const detailsOf = ({ changes, givenUp, links, access, moved }: Merged): string[] => [
  ...Object.entries(changes).map(([field, { from, to }]) => `${field}: ${shown(from)} → ${shown(to)}`),
  ...givenUp.map(
    ({ field, contact, value }) => `given up: ${field} ${shown(value)} of contact ${contact.id}`,
  ),
  ...links.map(linkLine),
  ...access.flatMap(accessLine),
  ...movedLine(moved),
];

const longest = 60;

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (typeof value === 'object' && !Array.isArray(value))
    return `"${addressLine(value as Contact['address'])}"`;
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return `"${text.length > longest ? `${text.slice(0, longest)}…` : text}"`;
}

const linkLine = ({ account, description, signerRank, links }: MergedLink): string =>
  [
    `account ${account.id} "${account.name}": ${links === 1 ? 'linked' : `one link of ${links}`}`,
    ...(description === null ? [] : [`as "${description}"`]),
    ...(signerRank === null ? [] : [`signer ${signerRank}`]),
  ].join(', ');

const accessLine = ({ account, email, from, ...access }: MergedAccess): string[] => {
  const on = (['login', 'notify', 'sync'] as const).filter((name) => access[name]);
  return from.length === 1 && on.length === 0
    ? []
    : [
        `account ${account.id} "${account.name}": ${email} ${on.length === 0 ? 'without access' : `with ${on.join(', ')}`}` +
          (from.length === 1 ? '' : ` (united, of contacts ${from.map(({ id }) => id).join(' and ')})`),
      ];
};

const words: Record<keyof Moved, readonly [one: string, many: string]> = {
  documents: ['document', 'documents'],
  messages: ['message', 'messages'],
  approvals: ['approval', 'approvals'],
  signatures: ['signature', 'signatures'],
  logins: ['login', 'logins'],
  photos: ['photo', 'photos'],
  portalLinks: ['invitation or reset', 'invitations and resets'],
};

const movedLine = (moved: Moved): string[] => {
  const parts = (Object.keys(words) as Array<keyof Moved>).flatMap((kind) => {
    const [count, [one, many]] = [moved[kind], words[kind]];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return parts.length === 0 ? [] : [`taken over: ${parts.join(', ')}`];
};
