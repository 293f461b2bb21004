import { accountFilter } from '../account/filter.ts';
import { contactFilter } from '../contact/filter.ts';
import type { FilterSubject } from './model.ts';

/** Filters that show what the language can do; tests run them. */
export const filterExamples: ReadonlyArray<readonly [filter: string, meaning: string]> = [
  ['type=company and tag=VIP', 'companies with the tag VIP'],
  ['field.legal-form="GmbH" and created>2026-01-01', 'of this legal form, created since then'],
  ['city in (Berlin, Potsdam) and not archived', 'in one of these cities'],
  ['name~mueller or contact~mueller', 'Müller, MUELLER, Mueller & Söhne …'],
  ['postal-code>=10000 and postal-code<20000', 'in a range of postal codes'],
  ['portal=invited and updated<-30d', 'unchanged for more than thirty days'],
  ['tag is empty or key is empty', 'without any tag, or without a key'],
  ['(tag=Monthly or tag=VIP) and field.founded=2024', 'founded in that year'],
];

const width = Math.max(...filterExamples.map(([filter]) => filter.length)) + 2;

const fieldLines = ({ fields }: FilterSubject): string =>
  Object.entries(fields)
    .map(([name, { summary, choices }]) => {
      const words = choices === undefined ? '' : `:\n${' '.repeat(16)}${choices.join(', ')}`;
      return `  ${name.padEnd(14)}${summary}${words}\n`;
    })
    .join('');

/** The filter language, for people: what `kontor help filter` prints. At most 80 columns, but for examples. */
export const filterHelp = (): string => `\
A filter chooses accounts or contacts by what they are. It is one text behind
--where; given several times, all must hold, and so must other options that
select (--tag, --type …).

Examples
${filterExamples.map(([filter, meaning]) => `  ${filter.padEnd(width)}${meaning}\n`).join('')}
In a shell the whole filter stands in quotes:
  kontor account list --where 'type=company and tag=VIP'

Tests
  =  !=            the same, not the same; != holds without any value, too
  ~  !~            holds it, does not: a part of a text, whatever the case,
                   accents and spelling of umlauts, as kontor search finds it
  <  <=  >  >=     numbers, times, postal codes and keys
  in (A, B)        one of these; not in (A, B)
  is empty, is set without and with a value; is not empty, is not set
  archived         a switch by itself: it is on; also archived=no
Where a record has several values (tags, contacts), one of them is enough.
Texts are the same like names are: capitals and inner blanks do not count.

Joining
  not, and, or     in this order; parentheses for anything else:
                   "a or b and not c" is read as "a or (b and (not c))"

Values
  A word as it is, or in quotes: "GmbH & Co. KG", 'so'. Blanks, ( ) , = < > ~
  and the words of the language need quotes. Inside them \\" is a quote.
  Times are a year, month, day or time: 2026, 2026-01, 2026-01-31,
  2026-01-31T09:30, or today, yesterday, tomorrow, and -30d, +2w, -6m, -1y from
  today (UTC). = means within it, > behind its end, < before its beginning.

Fields of accounts
${fieldLines(accountFilter)}  field.KEY     a custom field, by its type; field."Its label" works, too

Fields of contacts
${fieldLines(contactFilter)}  field.KEY     a custom field of contacts

Commands that change what a filter chose ask before, when there are several, and
say how many and which; --yes answers, --dry-run only looks.
`;
