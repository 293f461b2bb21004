import type { ChainFault, ChainHead, ChainReport } from '../../src/domain/audit/model.ts';
import type { Block, Field, ReportLine } from '../../src/output/view.ts';

/** What a verification came to, as it is shown. */
export interface Verified extends Omit<ChainReport, 'head' | 'isNotedFound'> {
  sound: boolean;
  /** `POSITION:HASH`; null where nothing was sealed yet. */
  head: string | null;
  /** Whether a head that was given is part of the chain; null where none was given. */
  headFound: boolean | null;
}

const shownHead = ({ position, hash }: ChainHead): string => `${position}:${hash}`;

export const verified = ({ head, isNotedFound, ...report }: ChainReport): Verified => ({
  sound: report.faultCount === 0,
  ...report,
  head: head && shownHead(head),
  headFound: isNotedFound,
});

export const verifiedFields: Field<Verified>[] = [
  { key: 'sound', heading: 'Sound' },
  { key: 'entries', heading: 'Entries' },
  { key: 'sets', heading: 'Sets' },
  { key: 'earlierEntries', heading: 'Before the chain' },
  { key: 'replacedSeals', heading: 'Sealed anew' },
  { key: 'replacedSinceNoted', heading: 'Sealed anew since the given head' },
  { key: 'head', heading: 'Head' },
  { key: 'headFound', heading: 'Given head found' },
  { key: 'faultCount', heading: 'Faults' },
  {
    key: 'faults',
    heading: 'First faults',
    text: ({ faults }) => faults.map(({ message }) => message).join(' '),
  },
];

const faultFields: Field<ChainFault>[] = [
  { key: 'entry', heading: 'Entry', align: 'right' },
  { key: 'position', heading: 'Position', align: 'right' },
  { key: 'kind', heading: 'Fault', whole: true, tone: () => 'bad' },
  { key: 'message', heading: 'What does not fit' },
];

/** What was read and what the head is; above it what does not fit. */
export const verifiedPage = ({
  faults,
  entries,
  sets,
  earlierEntries,
  replacedSeals,
  head,
}: Verified): Block[] => [
  ...(faults.length === 0 ? [] : [{ kind: 'table' as const, fields: faultFields, rows: faults, empty: '' }]),
  {
    kind: 'pairs',
    pairs: [
      { label: 'Entries', value: `${entries} in ${sets} ${sets === 1 ? 'set' : 'sets'}` },
      ...(earlierEntries === 0
        ? []
        : [{ label: 'Before the chain', value: `${earlierEntries}, never sealed` }]),
      ...(replacedSeals === 0
        ? []
        : [{ label: 'Sealed anew', value: `${replacedSeals}, after entries were erased` }]),
      { label: 'Head', value: head ?? 'none yet' },
    ],
  },
];

/** What is said beside the page. */
export const verifiedLines = ({
  sound,
  headFound,
  replacedSinceNoted,
  faults,
  faultCount,
}: Verified): ReportLine[] => {
  if (sound) {
    const text =
      headFound === true
        ? 'the record of changes is what was sealed, and the given head is part of its chain'
        : 'the record of changes is what was sealed';
    return [{ tone: 'done', text }, ...erasedLines(replacedSinceNoted ?? 0)];
  }
  const [first] = faults;
  const more = faultCount === 1 ? '' : ` (${faultCount - 1} more)`;
  return [
    { tone: 'warning', text: `the record of changes is not what was sealed: ${first?.message}${more}` },
  ];
};

/** What the chain cannot prove: that what was erased behind the head was no more than the people who are named. */
const erasedLines = (sets: number): ReportLine[] =>
  sets === 0
    ? []
    : [
        {
          tone: 'note',
          text:
            `${sets === 1 ? '1 set' : `${sets} sets`} of entries from before the given head ${sets === 1 ? 'was' : 'were'} sealed anew since, ` +
            'because people were erased: kontor audit list --action erased',
        },
      ];
