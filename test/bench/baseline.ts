/** What differs between the databases in the baseline's SQL. */
interface Spelling {
  lineBreak: string;
  /** A JSON text of one entry: from nothing to these values. */
  changes: (fields: Readonly<Record<string, string>>) => string;
}

const sqlite: Spelling = {
  lineBreak: 'char(10)',
  changes: (fields) => `json_object(${pairs(fields, (value) => `json_array(null, ${value})`)})`,
};
const postgres: Spelling = {
  lineBreak: 'chr(10)',
  changes: (fields) =>
    `json_build_object(${pairs(fields, (value) => `json_build_array(null, ${value})`)})::text`,
};

const pairs = (fields: Readonly<Record<string, string>>, shown: (value: string) => string) =>
  Object.entries(fields)
    .map(([field, value]) => `'${field}', ${shown(value)}`)
    .join(', ');

const now = `'2026-01-01T00:00:00.000Z'`;

/**
 * What an import of the generated clients comes to in SQL, from a table `staged` of the file's columns with an `id`: the
 * same tables, indexes, search index and record of changes, without any check, and with names that are only put into
 * lower case.
 */
export function baselineSql(database: 'sqlite' | 'postgres'): string {
  const { lineBreak, changes } = database === 'sqlite' ? sqlite : postgres;
  const entry = (
    record: string,
    action: string,
    contact: string,
    label: string,
    changed: string,
    more = '',
  ) => `
    insert into audit_entries (at, actor, command, record, record_id, contact_id, label, action, changes, run)
    select ${now}, 'bench', 'import', '${record}', id, ${contact}, ${label}, '${action}', ${changed}, 1 from client ${more};`;
  return `
    insert into runs (id, kind, source, actor, started_at) values (1, 'import', 'bench', 'bench', ${now});

    create temporary table client as
      select *, case when number = 1 then plain else plain || ' (' || number || ')' end as name from (
        select *, row_number() over (partition by lower(plain) order by id) as number from (
          select *, "First name" || ' ' || "Last name" as person,
            case when "Company name" = '' then "First name" || ' ' || "Last name" else "Company name" end as plain
          from staged) named) numbered order by id;

    insert into contacts (id, first_name, last_name, phone, street, postal_code, city, country, display_name, name_key,
      name_sort, search_text, created_at, updated_at)
    select id, "First name", "Last name", "Phone", "Street", "Postal code", "City", "Country", person, lower(person),
      lower(person), lower(person) || ${lineBreak} || "E-mail", ${now}, ${now} from client;

    insert into contact_emails (id, contact_id, source, address, address_key, shared)
    select id, id, 'primary', "E-mail", lower("E-mail"), 0 from client;

    insert into accounts (id, type, name, name_key, name_sort, external_key, company_name, search_text, created_at, updated_at)
    select id, case when "Company name" = '' then 'individual' else 'company' end, name, lower(name), lower(name),
      "Account key", nullif("Company name", ''), lower(name) || ${lineBreak} || lower("Account key"), ${now}, ${now} from client;

    insert into account_contacts (account_id, contact_id, created_at) select id, id, ${now} from client;

    insert into account_tags (account_id, tag_id)
    select c.id, t.id from client c join tags t on ';' || c."Tags" || ';' like '%;' || t.name || ';%';

    insert into account_field_values (account_id, field_id, place, option_id, value, sort)
    select c.id, f.id, 0, cast(null as integer), c."Tax number", c."Tax number" from client c join fields f on f.key = 'tax-number'
    union all
    select c.id, f.id, 0, null, c."Monthly fee", '1' || c."Monthly fee" from client c join fields f on f.key = 'monthly-fee'
    union all
    select c.id, o.field_id, o.id, o.id, cast(o.id as text), cast(o.position as text)
    from client c join field_options o on o.label = c."Legal form"
    order by 1, 2;

    insert into contact_field_values (contact_id, field_id, place, option_id, value, sort)
    select c.id, f.id, 0, null, c."Birthday", c."Birthday" from client c join fields f on f.key = 'birthday';

    insert into account_search (account_id, body)
    select a.id, a.search_text || ${lineBreak} || c.search_text
    from accounts a join account_contacts l on l.account_id = a.id join contacts c on c.id = l.contact_id;
    ${entry(
      'contact',
      'created',
      'null',
      'person',
      changes({
        firstName: '"First name"',
        lastName: '"Last name"',
        phone: '"Phone"',
        street: '"Street"',
        postalCode: '"Postal code"',
        city: '"City"',
        country: '"Country"',
        email: '"E-mail"',
        'fields.birthday': '"Birthday"',
      }),
    )}
    ${entry(
      'account',
      'created',
      'null',
      'name',
      changes({
        name: 'name',
        key: '"Account key"',
        companyName: `nullif("Company name", '')`,
        'fields.tax-number': '"Tax number"',
        'fields.monthly-fee': '"Monthly fee"',
        'fields.legal-form': `nullif("Legal form", '')`,
      }),
    )}
    ${entry('link', 'created', 'id', `name || ' – ' || person`, changes({ contact: 'person' }))}
    ${entry('account', 'updated', 'null', 'name', changes({ tags: '"Tags"' }), `where "Tags" <> ''`)}
  `;
}
