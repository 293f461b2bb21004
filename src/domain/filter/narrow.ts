import type { Deps } from '../deps.ts';
import { customFieldNarrowing } from '../field/filter.ts';
import { faultAt } from './faults.ts';
import type { Expression, Filter, FilterField, FilterSubject, Narrowing, Question, Test } from './model.ts';
import { onByItself } from './parse.ts';
import { customName, fieldCalled } from './read.ts';

/**
 * The records that a filter lets through. Every value is bound. Throws FIELD_NOT_FOUND, TAG_NOT_FOUND (exit 3),
 * INVALID_FIELD_FILTER, INVALID_FIELD_VALUE (exit 2), pointing to the place.
 */
export const filterNarrowing = (
  deps: Deps,
  subject: FilterSubject,
  { source, expression }: Filter,
): Promise<Narrowing> => narrowingOf(deps, subject, source, expression);

async function narrowingOf(
  deps: Deps,
  subject: FilterSubject,
  source: string,
  expression: Expression,
): Promise<Narrowing> {
  switch (expression.kind) {
    case 'test':
      return testNarrowing(deps, subject, source, expression.test);
    case 'not': {
      const part = await narrowingOf(deps, subject, source, expression.part);
      return (records, reading) => {
        records.whereNot((group) => part(group, reading));
      };
    }
    default: {
      const parts: Narrowing[] = [];
      for (const part of expression.parts) parts.push(await narrowingOf(deps, subject, source, part));
      const isAny = expression.kind === 'any';
      return (records, reading) => {
        records.where((group) => {
          for (const part of parts) {
            if (isAny) group.orWhere((one) => part(one, reading));
            else group.where((one) => part(one, reading));
          }
        });
      };
    }
  }
}

async function testNarrowing(
  deps: Deps,
  subject: FilterSubject,
  source: string,
  test: Test,
): Promise<Narrowing> {
  const custom = customName(test.field.text);
  const field = fieldCalled(subject, test.field.text);
  try {
    if (custom !== undefined) return await customFieldNarrowing(deps, subject.scope, custom, asked(test));
    if (field === undefined) throw new Error(`the field "${test.field.text}" was not checked`);
    return await field.narrowing(deps, askedOf(field, test));
  } catch (error) {
    const isAboutField = (error as { code?: unknown }).code === 'FIELD_NOT_FOUND';
    const [first] = test.values;
    const last = test.values.at(-1);
    throw faultAt(
      source,
      isAboutField || first === undefined || last === undefined || first.text === onByItself
        ? test.field
        : { start: first.start, end: last.end },
      error,
    );
  }
}

const asked = ({ asks, values }: Test): Question => {
  const texts = values.map(({ text }) => (text === onByItself ? 'yes' : text));
  if (asks === 'set') return { asks };
  return asks === '=' || asks === '~' ? { asks, values: texts } : { asks, values: [texts[0] ?? ''] };
};

/** Words are written in small letters, whatever was typed. */
const askedOf = ({ kind }: FilterField, test: Test): Question => {
  const question = asked(test);
  return kind === 'word' && question.asks === '='
    ? { asks: '=', values: question.values.map((value) => value.toLowerCase()) }
    : question;
};
