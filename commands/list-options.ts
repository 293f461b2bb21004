import * as z from 'zod';
import type { OptionSpec } from '../src/cli/define-command.ts';

/** How many rows a page has when only `--page` is given: as many as a table shows. */
const defaultPageRows = 100;

/** A whole number as typed. */
export const wholeNumber = (least: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least,
      `must be a whole number from ${least} to 999999999`,
    )
    .transform(Number);

/** The options that every list has. */
export const listOptions = (sorts: readonly string[]): OptionSpec[] => [
  ...(sorts.length === 0
    ? []
    : [
        {
          flags: '--sort <key>',
          summary: `order by ${sorts.join(', ')}; with - in front, descending`,
          suggests: sorts,
        },
      ]),
  { flags: '--limit <n>', summary: 'at most so many rows' },
  { flags: '--page <n>', summary: 'which page of --limit rows (from 1)' },
];

/** Their part of the input. */
export const listInput = { limit: wholeNumber(1).optional(), page: wholeNumber(1).optional() };

/** More conditions on a list than anybody has, and fewer than a database can put into one statement. */
const mostConditions = 100;

/** A filter that may be given several times. */
export const severalConditions = <Item extends z.ZodType>(item: Item) =>
  z.array(item).max(mostConditions, `must be given at most ${mostConditions} times`).optional();

/** Limit and page as the domain wants them: a page without a limit has the rows of a table. */
export const pagingOf = ({ limit, page }: { limit?: number | undefined; page?: number | undefined }) => ({
  limit: limit ?? (page === undefined ? undefined : defaultPageRows),
  page,
});

/** Date.parse takes the 30th of February for the 2nd of March. */
const isDate = (text: string): boolean => {
  const day = Date.parse(text.slice(0, 10));
  return !Number.isNaN(Date.parse(text)) && new Date(day).toISOString().slice(0, 10) === text.slice(0, 10);
};

/** A date or time that a list begins with, as it is stored. */
export const momentInput = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\d(T.+)?$/.test(text) && isDate(text),
    'must be a date or time in ISO 8601, as in 2026-01-31',
  )
  .transform((text) => new Date(text).toISOString());
