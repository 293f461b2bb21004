import { nearest } from '../../nearest.ts';
import { filterFault } from './faults.ts';
import { isYes } from './fields.ts';
import type { Expression, FieldKind, Filter, FilterField, FilterSubject, Test, Word } from './model.ts';
import { onByItself, parseFilter } from './parse.ts';
import { periodForms, readPeriod } from './periods.ts';

/** What can be asked of each kind of field, beside `is empty` and `is set`. */
export const signsOfKinds: Readonly<Record<FieldKind, readonly Test['asks'][]>> = {
  text: ['=', '~'],
  code: ['=', '~', '<', '<=', '>', '>='],
  number: ['=', '<', '<=', '>', '>='],
  time: ['=', '<', '<=', '>', '>='],
  word: ['='],
  switch: ['='],
};

/** The name of a custom field behind `field.`, or undefined. */
export const customName = (name: string): string | undefined =>
  /^field\./i.test(name) ? name.slice('field.'.length).trim() : undefined;

/**
 * Reads a filter on accounts or contacts, and checks fields, signs and values as far as that goes without the database.
 * Throws INVALID_FILTER (exit 2), pointing to the place and naming what is allowed.
 */
export function readFilter(subject: FilterSubject, source: string): Filter {
  const expression = parseFilter(source);
  for (const test of testsOf(expression)) checkTest(subject, source, test);
  return { source, expression };
}

function testsOf(expression: Expression): Test[] {
  if (expression.kind === 'test') return [expression.test];
  return expression.kind === 'not' ? testsOf(expression.part) : expression.parts.flatMap(testsOf);
}

function checkTest(subject: FilterSubject, source: string, test: Test): void {
  const { field: name, values } = test;
  for (const value of values) {
    if (value.text.trim() === '') {
      throw filterFault(source, value, 'This value is empty.', {
        hint: `For what has no value: ${name.text} is empty`,
      });
    }
    if (value.text.includes('\u0000') && value.text !== onByItself) {
      throw filterFault(source, value, 'No text holds this character.');
    }
  }
  const custom = customName(name.text);
  if (custom !== undefined) {
    if (custom === '') throw filterFault(source, name, 'Behind "field." comes the key of a custom field.');
    return;
  }
  const field = fieldCalled(subject, name.text);
  if (field === undefined) throw unknownField(subject, source, name);
  const isAlone = values.some(({ text }) => text === onByItself);
  if (isAlone && field.kind !== 'switch') {
    throw filterFault(source, name, `Behind the field "${name.text}" comes ${allowedSigns(field.kind)}.`, {
      hint: exampleOf(name.text, field),
    });
  }
  if (test.asks !== 'set' && !signsOfKinds[field.kind].includes(test.asks)) {
    throw filterFault(source, test, `"${name.text}" is asked with ${allowedSigns(field.kind)}.`, {
      hint: exampleOf(name.text, field),
    });
  }
  for (const value of isAlone ? [] : values) checkValue(source, name, field, value);
}

/** A field by name; capitals and underscores make no difference. */
export const fieldCalled = ({ fields }: FilterSubject, name: string): FilterField | undefined => {
  const key = name.toLowerCase().replaceAll('_', '-');
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
};

/** What other programs and columns call our fields. */
const synonyms: Readonly<Record<string, string>> = {
  email: 'contact',
  'e-mail': 'contact',
  status: 'portal',
  'portal-status': 'portal',
  tags: 'tag',
  zip: 'postal-code',
  plz: 'postal-code',
  postcode: 'postal-code',
  town: 'city',
  company: 'company-name',
  createdat: 'created',
  updatedat: 'updated',
};

function unknownField(subject: FilterSubject, source: string, name: Word) {
  const valid = Object.keys(subject.fields);
  const lower = name.text.toLowerCase();
  const synonym = Object.hasOwn(synonyms, lower) ? synonyms[lower] : undefined;
  const near = synonym !== undefined && valid.includes(synonym) ? synonym : nearest(name.text, valid);
  const meant = near === undefined ? '' : `Did you mean "${near}"? `;
  return filterFault(source, name, `There is no field "${name.text}" of ${subject.scope}s.`, {
    hint: `${meant}Fields: ${valid.join(', ')}, and field.KEY for custom ones.`,
    details: { field: name.text, nearest: near ?? null, valid },
  });
}

const allowedSigns = (kind: FieldKind): string => {
  const signs = signsOfKinds[kind].flatMap((sign) => (sign === '=' ? ['=', '!='] : [sign]));
  return [...signs, ...(kind === 'switch' ? [] : ['in (…)']), 'is empty, is set'].join(', ');
};

const exampleOf = (name: string, { kind, choices }: FilterField): string => {
  const example = {
    text: `${name}~"part of it"`,
    code: `${name}>=10000`,
    number: `${name}=42`,
    time: `${name}>=2026-01-31`,
    word: `${name}=${choices?.[0] ?? 'WORD'}`,
    switch: `${name}=yes`,
  }[kind];
  return `As in ${example}.`;
};

function checkValue(source: string, name: Word, field: FilterField, value: Word): void {
  const refuse = (allowed: string, hint?: string) =>
    filterFault(source, value, `"${name.text}" takes ${allowed}, not "${value.text}".`, {
      ...(hint === undefined ? {} : { hint }),
      details: { field: name.text, given: value.text },
    });
  switch (field.kind) {
    case 'number':
      if (!/^#?\d{1,9}$/.test(value.text)) throw refuse('a whole number');
      return;
    case 'time':
      // Whether a text is a time does not depend on the day.
      if (readPeriod(value.text, new Date(0)) === undefined) throw refuse(periodForms);
      return;
    case 'word': {
      const choices = field.choices ?? [];
      if (choices.includes(value.text.toLowerCase())) return;
      const near = nearest(value.text, choices);
      throw refuse(choices.join(', '), near === undefined ? undefined : `Did you mean "${near}"?`);
    }
    case 'switch':
      if (isYes(value.text) === undefined) throw refuse('yes or no');
      return;
    default:
      return;
  }
}
