import { describe, expect, it } from 'vitest';
import { accountFilter } from '../../../src/domain/account/filter.ts';
import type { Expression } from '../../../src/domain/filter/model.ts';
import { readFilter } from '../../../src/domain/filter/read.ts';

/** A filter written with every parenthesis, so that one sees how it was read. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case 'not':
      return `not ${written(expression.part)}`;
    case 'test': {
      const { field, asks, values } = expression.test;
      return `${field.text} ${asks} ${values.map(({ text }) => JSON.stringify(text)).join(',')}`.trim();
    }
    default:
      return `(${expression.parts.map(written).join(expression.kind === 'any' ? ' | ' : ' & ')})`;
  }
}

const read = (source: string) => written(readFilter(accountFilter, source).expression);

/** The message, the hint, and what stands above the carets. */
function refused(source: string): { message: string; hint: string; at: string } {
  try {
    readFilter(accountFilter, source);
  } catch (error) {
    const { code, kind, message, hint } = error as Record<string, string>;
    expect({ code, kind }).toEqual({ code: 'INVALID_FILTER', kind: 'usage' });
    const [said = '', line = '', carets = ''] = (message ?? '').split('\n');
    const start = carets.indexOf('^');
    return { message: said, hint: hint ?? '', at: line.slice(start, carets.lastIndexOf('^') + 1) };
  }
  throw new Error(`${source} was taken`);
}

describe('reading a filter', () => {
  it.each([
    ['type=company', 'type = "company"'],
    [' type = company ', 'type = "company"'],
    ['type=company and tag=VIP', '(type = "company" & tag = "VIP")'],
    ['tag=A or tag=B and tag=C', '(tag = "A" | (tag = "B" & tag = "C"))'],
    ['(tag=A or tag=B) and tag=C', '((tag = "A" | tag = "B") & tag = "C")'],
    ['not tag=A and tag=B', '(not tag = "A" & tag = "B")'],
    ['not (tag=A and not tag=B)', 'not (tag = "A" & not tag = "B")'],
    ['tag!=A', 'not tag = "A"'],
    ['name!~gmbh', 'not name ~ "gmbh"'],
    ['country in (DE, "AT" ,CH)', 'country = "DE","AT","CH"'],
    ['country not in (DE)', 'not country = "DE"'],
    ['key is set AND city IS EMPTY', '(key set & not city set)'],
    ['key is not set or city is not empty', '(not key set | city set)'],
    ['name="Weiß & Söhne, \\"GmbH\\""', 'name = "Weiß & Söhne, \\"GmbH\\""'],
    ['name=\'it is "so"\'', 'name = "it is \\"so\\""'],
    ['name=Weiß&Co', 'name = "Weiß&Co"'],
    ["city=L'Aquila", 'city = "L\'Aquila"'],
    ['contact=erika+a@mueller.example', 'contact = "erika+a@mueller.example"'],
    ['field.tax-number=12/345/67890', 'field.tax-number = "12/345/67890"'],
    ['field."Legal form"="GmbH & Co. KG"', 'field.Legal form = "GmbH & Co. KG"'],
    ['created>=-30d and updated<2026-01', '(created >= "-30d" & updated < "2026-01")'],
    ['archived', 'archived = "\u0000on"'],
    ['not archived', 'not archived = "\u0000on"'],
    ['id>=7', 'id >= "7"'],
    ['Postal_Code<20000', 'Postal_Code < "20000"'],
    ['tag="and"', 'tag = "and"'],
  ])('%s', (source, expected) => {
    expect(JSON.parse(JSON.stringify(read(source)))).toBe(expected.replace('\u0000', '\\u0000'));
  });

  it.each([
    ['', 'The filter is empty', '', 'type=company'],
    ['typ=company', 'There is no field "typ" of accounts', 'typ', 'Did you mean "type"? Fields: id, name,'],
    ['type=company and plz=1', 'no field "plz"', 'plz', '"postal-code"'],
    ['type=compnay', '"type" takes individual, company, not "compnay"', 'compnay', '"company"'],
    ['type', 'Behind the field "type" comes =, !=, in (…), is empty, is set', 'type', 'type=individual'],
    ['type>company', '"type" is asked with =, !=, in (…)', 'type>company', 'As in type=individual'],
    ['name<B', '"name" is asked with =, !=, ~', 'name<B', 'name~'],
    ['created=soon', '"created" takes a day as 2026-01-31', 'soon', 'help filter'],
    ['created=2026-02-30', 'not "2026-02-30"', '2026-02-30', ''],
    ['archived=maybe', '"archived" takes yes or no', 'maybe', ''],
    ['id=1a', '"id" takes a whole number', '1a', ''],
    ['type=company tag=VIP', 'Between two tests comes and or or, not "tag"', 'tag', ''],
    ['city=Bad Homburg', 'not "Homburg"', 'Homburg', '"Bad Homburg"'],
    ['type=company ad tag=VIP', 'not "ad"', 'ad', ''],
    ['type=company adn tag=VIP', 'not "adn"', 'adn', 'Did you mean "and"?'],
    ['type==company', '== is not known here', '==', 'Write = in its place'],
    ['type=company && tag=VIP', '&& cannot stand here', '&&', 'Write and in its place'],
    ['type=company&&tag=VIP', '&& cannot stand here', '&&', 'Write and in its place'],
    ['type<>company', '<> is not known', '<>', '!='],
    ['type=', 'Here comes a value behind =, not the end', '', 'is empty'],
    ['type=company and', 'Here comes a field', '', ''],
    ['and type=company', 'Here comes a field, as in type=company, not "and"', 'and', ''],
    ['"type"=company', 'not a quoted text', '"type"', 'field."Its label"'],
    ['(type=company', 'This ( is not closed', '(', ''],
    ['type=company)', 'There is no ( for this )', ')', ''],
    ['country in DE', 'Behind "in" come values in parentheses', 'DE', ''],
    ['country in (DE AT)', 'Between values comes a comma', 'AT', ''],
    ['country in ()', 'Here comes a value', ')', ''],
    ['country in (DE', 'This ( is not closed', '(', ''],
    ['city is Berlin', 'Behind "is" comes empty or set', 'Berlin', ''],
    ['city not Berlin', 'Behind "city not" comes in', 'Berlin', ''],
    ['name="Weiß', 'The quote that begins here does not end', '"', ''],
    ['name=""', 'This value is empty', '""', 'name is empty'],
    ['field.=1', 'Behind "field." comes the key', 'field.', ''],
    ['name "Weiß"', 'Behind the field "name" comes one of =', '"Weiß"', ''],
    ['tag=名前 and typ=x', 'no field "typ"', '', ''],
  ])('refuses %s', (source, message, at, hint) => {
    const error = refused(source);
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    if (at !== '') expect(error.at).toBe(at);
  });

  it('points below wide characters with wide blanks, and shows a part of a long filter', () => {
    const pointing = (source: string) => {
      try {
        readFilter(accountFilter, source);
      } catch (error) {
        return (error as Error).message.split('\n').slice(1);
      }
      return [];
    };
    expect(pointing('tag=名前 and typ=x')).toEqual([
      '  | tag=名前 and typ=x',
      '  |     \u3000\u3000     ^^^',
    ]);
    const [line = '', carets = ''] = pointing(
      `${'tag=VIP and '.repeat(20)}typ=x and ${'tag=B and '.repeat(20)}id=1`,
    );
    expect(line.length).toBeLessThan(90);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('typ');
    expect(pointing('typ\n=\u001b[31m"x')).toEqual([
      '  | typ = [31m"x',
      expect.stringMatching(/^ {2}\| +\^$/),
    ]);
  });

  it('has bounds: length, depth, number of values', () => {
    expect(refused(`name="${'x'.repeat(5_000)}"`).message).toContain('more than 4000 characters');
    const deep = (count: number) => `${'('.repeat(count)}id=1${')'.repeat(count)}`;
    expect(read(deep(25))).toBe('id = "1"');
    expect(refused(deep(26)).message).toContain('more than 25 times');
    expect(refused(`${'not '.repeat(26)}id=1`).message).toContain('more than 25 times');
    expect(refused(`id in (${Array(200).fill('1').join(',')})`).message).toContain('more than 200');
    expect(refused(Array(101).fill('id=1').join(' or ')).message).toContain('more than 200');
  });
});
