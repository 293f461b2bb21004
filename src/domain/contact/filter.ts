import { numberField, timeField } from '../filter/fields.ts';
import type { FilterField, FilterSubject } from '../filter/model.ts';
import { holding, textField, textMatcher, textsFound } from '../filter/texts.ts';
import { resolveTags } from '../tag/references.ts';
import { readAllTags } from '../tag/repository.ts';
import { comparisonKey } from '../text/comparison.ts';
import { foldings } from '../text/folding.ts';

const table = 'contacts';

/** The accounts `a` of the contact. */
const itsAccounts =
  'contacts.id in (select l.contact_id from account_contacts l join accounts a on a.id = l.account_id where';

const emailField: FilterField = {
  kind: 'text',
  summary: 'its e-mails: the first, and those in fields',
  narrowing: async (deps, question) => {
    const emails = 'contacts.id in (select e.contact_id from contact_emails e';
    if (question.asks === 'set') return holding(`${emails})`, []);
    const sql = 'select distinct address as text from contact_emails';
    const found = await textsFound(deps, question, { sql });
    return holding(`${emails} where e.address in ${deps.dialect.stagedValues('text')})`, [
      JSON.stringify(found),
    ]);
  },
};

const accountField: FilterField = {
  kind: 'text',
  summary: 'its accounts, by name; ~ also by company name and key',
  narrowing: async (deps, question) => {
    if (question.asks === 'set') return holding(`${itsAccounts} true)`, []);
    if (question.asks === '=') {
      return holding(`${itsAccounts} a.name_key in ${deps.dialect.stagedValues('text')})`, [
        JSON.stringify(question.values.map(comparisonKey)),
      ]);
    }
    const { sql, bindings } = deps.dialect.search.contains([
      question.values.flatMap((value) => foldings(value.trim())),
    ]);
    return holding(
      `contacts.id in (select s.contact_id from (select l.contact_id, a.search_text as body
         from account_contacts l join accounts a on a.id = l.account_id) s where ${sql})`,
      bindings,
    );
  },
};

const tagField: FilterField = {
  kind: 'text',
  summary: 'the tags of its accounts, each by itself',
  narrowing: async (deps, question) => {
    if (question.asks === 'set') {
      return holding(`${itsAccounts} a.id in (select t.account_id from account_tags t))`, []);
    }
    const matches = textMatcher(question);
    const tags =
      question.asks === '='
        ? await resolveTags(deps, question.values)
        : (await readAllTags(deps)).filter(({ name }) => matches(name));
    return holding(
      `${itsAccounts} a.id in (select t.account_id from account_tags t
         where t.tag_id in ${deps.dialect.stagedValues('integer')}))`,
      [JSON.stringify(tags.map(({ id }) => id))],
    );
  },
};

const column = (summary: string, name: string, kind: 'text' | 'code' = 'text'): FilterField =>
  textField(summary, { table, column: name }, kind);

/** What filters on contacts can ask about. */
export const contactFilter: FilterSubject = {
  scope: 'contact',
  fields: {
    id: numberField('the number', 'contacts.id'),
    name: textField('the display name', { table, column: 'display_name', isSearched: true }),
    'first-name': column('the first name', 'first_name'),
    'middle-name': column('the middle name', 'middle_name'),
    'last-name': column('the last name', 'last_name'),
    'company-name': column('the name of the company', 'company_name'),
    email: emailField,
    phone: column('the telephone number as it was written', 'phone'),
    key: column('the external key', 'external_key', 'code'),
    street: column('the street', 'street'),
    'postal-code': column('the postal code', 'postal_code', 'code'),
    city: column('the city', 'city'),
    region: column('the region', 'region'),
    country: column('the country', 'country'),
    notes: column('the notes', 'notes'),
    account: accountField,
    tag: tagField,
    created: timeField('when it was created (UTC)', 'contacts.created_at'),
    updated: timeField('when it was last changed (UTC)', 'contacts.updated_at'),
  },
};
