import { nearest } from '../../nearest.ts';
import { filterFault } from './faults.ts';
import { comparingSigns, type Expression, type Sign, type Span, type Test, type Word } from './model.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Deeper than anybody writes, and shallow enough for every database. */
const deepest = 25;
/** Tests and values together. */
const mostParts = 200;

const signsOfOthers: Readonly<Record<string, string>> = {
  '==': '=',
  '<>': '!=',
  '&&': 'and',
  '||': 'or',
  '&': 'and',
  '|': 'or',
  '!': 'not',
};

const keywords = ['and', 'or', 'not', 'in', 'is', 'empty', 'set'];

/**
 * Reads a filter: tests joined by `and`, `or` and `not` (`not` binds closest, then `and`), in parentheses where that is meant
 * otherwise. Whether there are such fields and values is not asked here. Throws INVALID_FILTER (exit 2).
 */
export function parseFilter(source: string): Expression {
  return new Reading(source).whole();
}

class Reading {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #parts = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokensOf(source);
  }

  whole(): Expression {
    if (this.#next().kind === 'end') {
      throw this.#fault(this.#next(), 'The filter is empty.', 'As in: type=company and tag=VIP');
    }
    const expression = this.#any();
    if (this.#next().kind === 'end') return expression;
    if (this.#next().kind === ')') throw this.#fault(this.#next(), 'There is no ( for this ).');
    throw this.#unexpectedBehind();
  }

  #any(): Expression {
    return this.#joined('any', 'or', () => this.#joined('all', 'and', () => this.#negated()));
  }

  #joined(kind: 'any' | 'all', word: string, part: () => Expression): Expression {
    const first = part();
    const parts = [first];
    while (this.#takes(word)) parts.push(part());
    return parts.length === 1 ? first : { kind, parts };
  }

  #negated(): Expression {
    if (!this.#takes('not')) return this.#single();
    return this.#deeper(() => ({ kind: 'not', part: this.#negated() }));
  }

  #single(): Expression {
    const open = this.#next();
    if (open.kind !== '(') return this.#test();
    this.#at += 1;
    const inner = this.#deeper(() => this.#any());
    if (this.#next().kind === 'end') throw this.#fault(open, 'This ( is not closed.');
    if (this.#next().kind !== ')') throw this.#unexpectedBehind();
    this.#at += 1;
    return inner;
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) {
      throw this.#fault(
        this.#next(),
        `Parentheses and "not" stand within each other more than ${deepest} times.`,
      );
    }
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #test(): Expression {
    const field = this.#field();
    const test = (asks: Test['asks'], values: readonly Word[], isNegated = false): Expression => {
      const end = this.#tokens[this.#at - 1]?.end ?? field.end;
      const plain: Expression = { kind: 'test', test: { field, asks, values, start: field.start, end } };
      return isNegated ? { kind: 'not', part: plain } : plain;
    };
    const behind = this.#next();
    if (behind.kind === 'sign') {
      const sign = this.#sign(behind);
      this.#at += 1;
      const value = this.#value(`a value behind ${sign}`);
      if (sign === '!=' || sign === '!~') return test(sign === '!=' ? '=' : '~', [value], true);
      return test(sign, [value]);
    }
    if (this.#takes('is')) {
      const isNegated = this.#takes('not');
      if (this.#takes('set')) return test('set', [], isNegated);
      if (this.#takes('empty')) return test('set', [], !isNegated);
      throw this.#fault(this.#next(), `Behind "is" comes empty or set, not ${shown(this.#next())}.`);
    }
    const isNegated = this.#takes('not');
    if (this.#takes('in')) return test('=', this.#list(), isNegated);
    if (isNegated) throw this.#fault(this.#next(), `Behind "${field.text} not" comes in (…).`);
    if (behind.kind === 'end' || behind.kind === ')' || this.#isKeyword(behind))
      return this.#alone(field, test);
    throw this.#fault(
      behind,
      `Behind the field "${field.text}" comes one of ${comparingSigns.join(' ')}, in (…), is empty or is set.`,
      isValue(behind) ? undefined : 'A field or value with blanks or signs in it stands in quotes.',
    );
  }

  /** A field without anything behind it: a switch that is on. What is no switch is refused where fields are known. */
  #alone(field: Word, test: (asks: '=', values: readonly Word[]) => Expression): Expression {
    return test('=', [{ text: onByItself, start: field.start, end: field.end }]);
  }

  /** A field's name; that of a custom field may be in quotes behind `field.`. */
  #field(): Word {
    const token = this.#next();
    if (token.kind !== 'word' || this.#isKeyword(token)) {
      const what =
        token.kind === 'end' ? 'the end' : token.kind === 'quoted' ? 'a quoted text' : shown(token);
      throw this.#fault(
        token,
        `Here comes a field, as in type=company, not ${what}.`,
        token.kind === 'quoted' ? 'A custom field is named by field."Its label".' : undefined,
      );
    }
    this.#at += 1;
    this.#count(token);
    const behind = this.#next();
    if (token.text.endsWith('.') && behind.kind === 'quoted' && behind.start === token.end) {
      this.#at += 1;
      return { text: token.text + behind.text, start: token.start, end: behind.end };
    }
    return { text: token.text, start: token.start, end: token.end };
  }

  #sign(token: Token): Sign {
    const sign = comparingSigns.find((known) => known === token.text);
    if (sign !== undefined) return sign;
    const ours = signsOfOthers[token.text];
    throw this.#fault(
      token,
      `${token.text} is not known here.`,
      ours === undefined ? undefined : `Write ${ours} in its place.`,
    );
  }

  #list(): Word[] {
    const open = this.#next();
    if (open.kind !== '(') throw this.#fault(open, 'Behind "in" come values in parentheses, as in (DE, AT).');
    const values: Word[] = [];
    do {
      this.#at += 1;
      values.push(this.#value('a value'));
    } while (this.#next().kind === ',');
    if (this.#next().kind !== ')') {
      throw this.#next().kind === 'end'
        ? this.#fault(open, 'This ( is not closed.')
        : this.#fault(this.#next(), 'Between values comes a comma, behind the last one ).', blanksHint);
    }
    this.#at += 1;
    return values;
  }

  #value(what: string): Word {
    const token = this.#next();
    if (!isValue(token)) {
      throw this.#fault(
        token,
        `Here comes ${what}, not ${shown(token)}.`,
        token.kind === 'end' || token.kind === ')' ? 'Without a value: is empty, is set.' : blanksHint,
      );
    }
    this.#at += 1;
    this.#count(token);
    return { text: token.text, start: token.start, end: token.end };
  }

  /** What cannot stand behind a complete test. */
  #unexpectedBehind() {
    const token = this.#next();
    const before = this.#tokens[this.#at - 1];
    if (token.kind === 'sign') {
      const ours = signsOfOthers[token.text];
      const hint =
        ours === undefined ? 'A value with signs in it stands in quotes.' : `Write ${ours} in its place.`;
      return this.#fault(token, `${token.text} cannot stand here.`, hint);
    }
    const near = token.kind === 'word' ? nearest(token.text, ['and', 'or']) : undefined;
    return this.#fault(
      token,
      `Between two tests comes and or or, not ${shown(token)}.`,
      near !== undefined
        ? `Did you mean "${near}"?`
        : before?.kind === 'word' && isValue(token)
          ? `A value with blanks stands in quotes: "${before.text} ${token.text}"`
          : undefined,
    );
  }

  #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #takes(keyword: string): boolean {
    const { kind, text } = this.#next();
    if (kind !== 'word' || text.toLowerCase() !== keyword) return false;
    this.#at += 1;
    return true;
  }

  #isKeyword({ kind, text }: Token): boolean {
    return kind === 'word' && keywords.includes(text.toLowerCase());
  }

  #count(at: Span): void {
    this.#parts += 1;
    if (this.#parts > mostParts) {
      throw this.#fault(at, `The filter has more than ${mostParts} fields and values.`);
    }
  }

  #fault(at: Span, message: string, hint?: string) {
    return filterFault(this.#source, at, message, hint === undefined ? {} : { hint });
  }
}

/** The value of a field that stands by itself, which nobody can write. */
export const onByItself = '\u0000on';

const blanksHint = 'A value with blanks, commas or signs in it stands in quotes.';

const isValue = ({ kind }: Token): boolean => kind === 'word' || kind === 'quoted';

const shown = ({ kind, text }: Token): string => (kind === 'end' ? 'the end' : JSON.stringify(text));
