import { type PortalStatus, portalStatuses } from '../access/model.ts';
import { portalStatusIs } from '../access/roll-up.ts';
import type { Deps } from '../deps.ts';
import { numberField, switchField, timeField, wordField } from '../filter/fields.ts';
import type { FilterField, FilterSubject, Narrowing } from '../filter/model.ts';
import {
  distinctTexts,
  holding,
  type TextQuestion,
  textField,
  textMatcher,
  textsFound,
} from '../filter/texts.ts';
import { resolveTags } from '../tag/references.ts';
import { readAllTags } from '../tag/repository.ts';
import { addressKey, comparisonKey } from '../text/comparison.ts';
import { foldings } from '../text/folding.ts';
import { accountTypes } from './model.ts';

const table = 'accounts';
/** What a company's data is stays stored when the account becomes an individual's; it does not count then (A8). */
const isCompany = `accounts.type = 'company'`;

/** The contacts `c` of the account. */
const itsContacts =
  'accounts.id in (select l.account_id from account_contacts l join contacts c on c.id = l.contact_id where';

/** A part of where the client is: of a company its address, of an individual those of the contacts. */
const addressField = (summary: string, column: string, kind: 'text' | 'code' = 'text'): FilterField => ({
  kind,
  summary,
  narrowing: async (deps, question) => {
    const own = { table, column: `company_${column}`, where: isCompany } as const;
    if (question.asks === 'set') return whereTheClientIs(column, 'is not null', []);
    const theirs = distinctTexts(deps, question, { table: 'contacts', column });
    const texts = [
      ...(await textsFound(deps, question, distinctTexts(deps, question, own))),
      ...(await textsFound(deps, question, theirs)),
    ];
    const staged = JSON.stringify([...new Set(texts)]);
    return whereTheClientIs(column, `in ${deps.dialect.stagedValues('text')}`, [staged]);
  },
});

const whereTheClientIs = (column: string, condition: string, bindings: readonly string[]): Narrowing =>
  holding(
    `(${isCompany} and accounts.company_${column} is not null and accounts.company_${column} ${condition})
     or (not ${isCompany} and ${itsContacts} c.${column} ${condition}))`,
    [...bindings, ...bindings],
  );

const tagField: FilterField = {
  kind: 'text',
  summary: 'the tags, each by itself',
  narrowing: async (deps, question) => {
    if (question.asks === 'set') return tagged('', []);
    const tags =
      question.asks === '='
        ? await resolveTags(deps, question.values)
        : (await readAllTags(deps)).filter(matchingName(question));
    return tagged(`where t.tag_id in ${deps.dialect.stagedValues('integer')}`, [
      JSON.stringify(tags.map(({ id }) => id)),
    ]);
  },
};

const matchingName = (question: TextQuestion) => {
  const matches = textMatcher(question);
  return ({ name }: { name: string }) => matches(name);
};

const tagged = (condition: string, bindings: readonly string[]): Narrowing =>
  holding(`accounts.id in (select t.account_id from account_tags t ${condition})`, bindings);

const contactField: FilterField = {
  kind: 'text',
  summary: 'its contacts, by name or e-mail; ~ also by company name',
  narrowing: async (deps, question) => {
    if (question.asks === 'set') return holding(`${itsContacts} true)`, []);
    if (question.asks !== '=') {
      const { sql, bindings } = deps.dialect.search.contains([
        question.values.flatMap((value) => foldings(value.trim())),
      ]);
      return holding(
        `accounts.id in (select s.account_id from (select l.account_id, c.search_text as body
           from account_contacts l join contacts c on c.id = l.contact_id) s where ${sql})`,
        bindings,
      );
    }
    const staged = deps.dialect.stagedValues('text');
    return holding(
      `${itsContacts} c.name_key in ${staged}
         or c.id in (select e.contact_id from contact_emails e where e.address_key in ${staged}))`,
      [JSON.stringify(question.values.map(comparisonKey)), JSON.stringify(question.values.map(addressKey))],
    );
  },
};

const portalField: FilterField = {
  kind: 'word',
  summary: 'the furthest that an e-mail has come in the portal',
  choices: portalStatuses,
  narrowing: async (deps, question) =>
    question.asks === 'set'
      ? anyStatus(
          deps,
          portalStatuses.filter((status) => status !== 'off'),
        )
      : anyStatus(
          deps,
          portalStatuses.filter((status) => question.values.includes(status)),
        ),
};

async function anyStatus(deps: Deps, statuses: readonly PortalStatus[]): Promise<Narrowing> {
  const conditions: Awaited<ReturnType<typeof portalStatusIs>>[] = [];
  for (const status of statuses) conditions.push(await portalStatusIs(deps, status));
  return (accounts, reading) => {
    accounts.where((group) => {
      for (const condition of conditions) {
        group.orWhereRaw(`(${condition[reading].sql})`, condition[reading].bindings as string[]);
      }
    });
  };
}

/** What filters on accounts can ask about. */
export const accountFilter: FilterSubject = {
  scope: 'account',
  fields: {
    id: numberField('the number', 'accounts.id'),
    name: textField('the name', { table, column: 'name', isSearched: true }),
    type: wordField('what it is', 'accounts.type', accountTypes),
    'company-name': textField('the name of the company', {
      table,
      column: 'company_name',
      where: isCompany,
      isSearched: true,
    }),
    key: textField('the external key', { table, column: 'external_key', isSearched: true }, 'code'),
    tag: tagField,
    contact: contactField,
    street: addressField("the street: a company's own, else the contacts'", 'street'),
    'postal-code': addressField('the postal code, likewise', 'postal_code', 'code'),
    city: addressField('the city, likewise', 'city'),
    region: addressField('the region, likewise', 'region'),
    country: addressField('the country, likewise', 'country'),
    portal: portalField,
    archived: switchField('whether it is archived', 'accounts.archived_at is not null'),
    created: timeField('when it was created (UTC)', 'accounts.created_at'),
    updated: timeField('when it was last changed (UTC)', 'accounts.updated_at'),
  },
};
