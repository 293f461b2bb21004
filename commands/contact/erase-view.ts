import type { SchemaAdministration } from '../../src/db/database.ts';
import { type ErasedCounts, type Erasure, erasedName } from '../../src/domain/erasure/model.ts';
import { type Batch, batchOf, type Outcome } from '../../src/domain/outcome.ts';
import { KontorError } from '../../src/errors.ts';
import type { ReportLine } from '../../src/output/view.ts';
import { someNames } from '../outcomes.ts';

/** What became of the unused pages of the database; null in a dry run. */
interface Cleared {
  pages: 'cleared' | 'not-cleared' | 'server' | null;
  reason?: string;
}

/** What came of an erasure, as it is shown. */
export type ShownErasure = Batch<Outcome> & Details;

interface Details extends Cleared, Pick<Erasure, 'renamed' | 'mentions' | 'unsound'> {
  erased: ErasedCounts;
}

/** Who was erased is named before, not afterwards: what is shown then may stand in a log. */
export const erasureOf = (erasure: Erasure, dryRun: boolean, cleared: Cleared): ShownErasure => {
  const { counts, renamed, mentions, unsound } = erasure;
  const results = erasure.results.map((result) => (dryRun ? result : { ...result, name: erasedName }));
  return { ...batchOf(results), erased: counts, renamed, mentions, unsound, ...cleared };
};

/** Clears the pages of a database in which the erasure is committed already: failing now would make people think it is not. */
export async function clearPages(schema: SchemaAdministration): Promise<Cleared> {
  try {
    return { pages: (await schema.clearPages()) ? 'cleared' : 'server' };
  } catch (error) {
    if (!(error instanceof KontorError)) throw error;
    return { pages: 'not-cleared', reason: error.message };
  }
}

const words: Record<keyof ErasedCounts, readonly [one: string, many: string]> = {
  entries: ['entry of the record of changes', 'entries of the record of changes'],
  authors: ['name of an author', 'names of authors'],
  logins: ['login', 'logins'],
  mails: ['mail', 'mails'],
  portalLinks: ['invitation or reset', 'invitations and resets'],
  portalUsers: ['portal user', 'portal users'],
  photos: ['photo', 'photos'],
  accountsRenamed: ['name of an account', 'names of accounts'],
  documents: ['document', 'documents'],
  texts: ['text', 'texts'],
};

const countsOf = (counts: ErasedCounts): string =>
  (Object.keys(words) as Array<keyof ErasedCounts>)
    .flatMap((kind) => {
      const [one, many] = words[kind];
      return counts[kind] === 0 ? [] : [`${counts[kind]} ${counts[kind] === 1 ? one : many}`];
    })
    .join(', ');

export const eraseQuestion = ({ results, erased }: ShownErasure): string | undefined => {
  const wanted = results.filter(({ outcome }) => outcome === 'erased');
  if (wanted.length === 0) return undefined;
  const along = countsOf(erased);
  return (
    `Erase ${wanted.length === 1 ? 'contact' : `${wanted.length} contacts:`} ${someNames(wanted)} for good` +
    `${along === '' ? '' : `, with ${along}`}?`
  );
};

/** More mentions of a kind are counted, not named. */
const namedMentions = 10;

export const eraseLines = (shown: ShownErasure, dryRun: boolean): ReportLine[] => {
  const { results, erased, renamed, mentions } = shown;
  const along = countsOf(erased);
  return [
    ...results.map(
      ({ outcome, id, name }): ReportLine => ({
        tone: 'done',
        text:
          outcome === 'unchanged'
            ? `contact ${id} was erased before`
            : `${dryRun ? `would erase contact ${id} "${name}"` : `erased contact ${id}`}`,
      }),
    ),
    ...(along === '' ? [] : [note(`with ${along}`)]),
    ...renamed.map(({ id, name }) => note(`account ${id} is called "${name}" now`)),
    ...mentionLines(mentions),
    ...(shown.unsound === 0
      ? []
      : [
          {
            tone: 'warning' as const,
            text: 'the record of changes had been tampered with before: kontor audit verify says where',
          },
        ]),
    ...pagesLines(shown),
    ...(dryRun || erased.entries === 0
      ? []
      : [note('backups, exports and files of rejected rows that were made before still hold the data')]),
  ];
};

const note = (text: string): ReportLine => ({ tone: 'note', text });

const mentionLines = (mentions: Erasure['mentions']): ReportLine[] =>
  [...new Set(mentions.map(({ record }) => record))].map((record) => {
    const found = mentions.filter((mention) => mention.record === record);
    const named = found.slice(0, namedMentions).map(({ id }) => id);
    const more = found.length > named.length ? ` and ${found.length - named.length} more` : '';
    return { tone: 'warning', text: `still named in the text of ${record} ${named.join(', ')}${more}` };
  });

const pagesLines = ({ pages, reason }: ShownErasure): ReportLine[] => {
  switch (pages) {
    case 'not-cleared':
      return [
        {
          tone: 'warning',
          text: `it is erased, but unused pages of the file may still hold the data: ${reason} Call this again by number.`,
        },
      ];
    case 'server':
      return [
        note(
          'the server keeps deleted rows in its files until it needs the room: VACUUM (FULL, ANALYZE) takes them out now, ' +
            'archived logs and replicas have times of their own',
        ),
      ];
    default:
      return [];
  }
};
