import {
  type Overview,
  type SectionName,
  type Sections,
  sectionNames,
} from '../../src/domain/overview/model.ts';
import type { Block, Entry, Fact, Field } from '../../src/output/view.ts';
import { accountHeading, portalText } from '../account-heading.ts';
import { minute } from '../times.ts';
import {
  approvalEntry,
  documentEntry,
  loginEntry,
  noteEntry,
  type Showing,
  signatureEntry,
  threadEntry,
} from './entries.ts';

/** How a section is called, what is counted in it, and how its entries read. */
interface Part<Name extends SectionName> {
  title: string;
  counts: (section: Sections[Name]) => Array<Fact | undefined>;
  entry: (item: Sections[Name]['items'][number], showing: Showing) => Entry;
}

const inAll = ({ total }: { total: number }): Fact => ({ text: `${total} in all` });

const waiting = (count: number, what: string): Fact | undefined =>
  count === 0 ? undefined : { text: `${count} ${what}`, tone: 'warning' };

const parts: { [Name in SectionName]: Part<Name> } = {
  documents: {
    title: 'Documents',
    counts: (section) => [inAll(section), waiting(section.unseen, 'NEW')],
    entry: documentEntry,
  },
  messages: {
    title: 'Messages',
    counts: (section) => [inAll(section), waiting(section.unanswered, 'last from the client')],
    entry: threadEntry,
  },
  approvals: {
    title: 'Approvals',
    counts: (section) => [inAll(section), waiting(section.open, 'pending')],
    entry: approvalEntry,
  },
  signatures: {
    title: 'Signatures',
    counts: (section) => [inAll(section), waiting(section.open, 'open')],
    entry: signatureEntry,
  },
  logins: {
    title: 'Logins',
    counts: ({ total }) => [{ text: total === 1 ? '1 person' : `${total} persons` }],
    entry: loginEntry,
  },
  notes: { title: 'Notes', counts: (section) => [inAll(section)], entry: noteEntry },
};

const countsOf = <Name extends SectionName>(name: Name, section: Sections[Name]): Fact[] =>
  section.total === 0
    ? [{ text: 'none yet', tone: 'muted' }]
    : parts[name].counts(section).filter((fact) => fact !== undefined);

function sectionBlock<Name extends SectionName>(
  name: Name,
  section: Sections[Name],
  { account, asOf, all }: Overview,
): Block {
  const { title, entry } = parts[name];
  const showing = { asOf, whole: all.includes(name) };
  const items: ReadonlyArray<Sections[Name]['items'][number]> = section.items;
  const left = section.total - items.length;
  return {
    kind: 'entries',
    title,
    facts: countsOf(name, section),
    entries: items.map((item) => entry(item, showing)),
    ...(left === 0 ? {} : { more: `… and ${left} more: kontor overview ${account.id} --all ${name}` }),
  };
}

const sectionOf = <Name extends SectionName>(
  sections: Partial<Sections>,
  name: Name,
): Sections[Name] | undefined => sections[name];

/** The sections that were asked for, in their order. */
const shown = <Result>(
  overview: Overview,
  show: <Name extends SectionName>(name: Name, section: Sections[Name]) => Result,
): Result[] =>
  sectionNames.flatMap(<Name extends SectionName>(name: Name) => {
    const section = sectionOf(overview, name);
    return section === undefined ? [] : [show(name, section)];
  });

/** More names than that are counted. */
const fewContacts = 8;

const contactNames = ({ contacts }: Overview['account']): string => {
  const names = contacts.slice(0, fewContacts).map(({ contact }) => contact.name);
  const more = contacts.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
};

/** Everything about a client on one page (O1), under whose it is (A12). */
export const overviewPage = (overview: Overview): Block[] => [
  accountHeading(overview.account),
  {
    kind: 'pairs',
    pairs: [
      { label: 'Portal', value: portalText(overview.account) },
      { label: 'Contacts', value: contactNames(overview.account) },
      { label: 'As of', value: `${minute(overview.asOf)} UTC` },
    ],
  },
  ...activityBlocks(overview),
  ...shown(overview, (name, section) => sectionBlock(name, section, overview)),
];

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How much happened from month to month; nothing where nothing did, or where only some sections were asked for. */
function activityBlocks(overview: Overview): Block[] {
  const { activity } = overview;
  if (sectionNames.some((name) => sectionOf(overview, name) === undefined)) return [];
  const total = activity.reduce((sum, month) => sum + month.total, 0);
  if (total === 0) return [];
  return [
    {
      kind: 'columns',
      title: 'Activity',
      facts: [{ text: `${total} in twelve months` }],
      columns: activity.map(({ month, total: value }) => ({
        label: monthNames[Number(month.slice(5)) - 1] ?? month,
        value,
      })),
    },
  ];
}

/** How many entries there are in all sections that were asked for. */
export const overviewCount = (overview: Overview): number =>
  shown(overview, (_, { total }) => total).reduce((sum, total) => sum + total, 0);

const sectionField = <Name extends SectionName>(name: Name): Field<Overview> => ({
  key: name,
  heading: parts[name].title,
  text: (overview) => {
    const section = sectionOf(overview, name);
    return section === undefined
      ? ''
      : countsOf(name, section)
          .map(({ text }) => text)
          .join(', ');
  },
});

/** The fields of the overview. */
export const overviewFields: Field<Overview>[] = [
  { key: 'account', heading: 'Account', text: ({ account }) => `${account.id} ${account.name}` },
  ...sectionNames.map(sectionField),
  { key: 'asOf', heading: 'As of' },
  {
    key: 'activity',
    heading: 'Activity',
    text: ({ activity }) => activity.map(({ month, total }) => `${month}: ${total}`).join(', '),
  },
];
