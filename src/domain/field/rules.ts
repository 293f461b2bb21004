import { isEmailAddress, isPrintable } from '../text/checks.ts';
import { addressKey, comparisonKey, tidy } from '../text/comparison.ts';
import { foldSpelledOut } from '../text/folding.ts';
import type { FieldInput, FieldOption, FieldType, FieldValue, KnownField, StoredValue } from './model.ts';
import { numberSort, optionSort, textSort } from './sorting.ts';

/** What a field does not take: what was wrong with it, and what is allowed. */
export interface Unfit {
  allowed: string;
}

/** A telephone number in its stored form, or what is allowed instead. */
export type PhoneReader = (text: string) => Omit<StoredValue, 'optionId'> | Unfit;

export const isUnfit = <Read>(read: Read | Unfit): read is Unfit =>
  typeof read === 'object' && read !== null && 'allowed' in read;

export const isDropdown = (type: FieldType): boolean => type === 'dropdown' || type === 'multi-dropdown';

/**
 * The stored form of a value that is given, checked by the field's type (F2); nothing for what clears. Lists are for
 * fields that hold many.
 */
export function readValue(
  field: Pick<KnownField, 'type' | 'options' | 'key'>,
  given: FieldInput,
  readPhone: PhoneReader,
): StoredValue[] | Unfit {
  if (given === null || (typeof given === 'string' && tidy(given) === '')) return [];
  if (field.type === 'multi-dropdown') return readChoices(field, given);
  if (Array.isArray(given)) {
    const [only, ...more] = given;
    if (only === undefined) return [];
    return more.length === 0 ? readValue(field, only, readPhone) : unfit('it takes one value, not several');
  }
  if (field.type === 'checkbox') return readCheckbox(given);
  if (typeof given === 'boolean') return unfit(`${takes[field.type]}; true and false are for checkboxes`);
  const text = typeof given === 'number' ? plainDecimal(given) : tidy(given);
  switch (field.type) {
    case 'text':
      return readText(text);
    case 'number':
      return typeof given === 'string' && thousandsOrDecimals.test(text)
        ? unfit(`it may be ${text} or ${text.replace('.', '')}: write ${text}0 or ${text.replace('.', '')}`)
        : readNumber(text);
    case 'date':
      return isDay(text) ? one(text, text) : unfit(takes.date);
    case 'url':
      return isWebAddress(text) ? one(text, textSort(text)) : unfit(takes.url);
    case 'email':
      return isEmailAddress(text) ? one(text, addressKey(text)) : unfit(takes.email);
    case 'phone': {
      const phone = readPhone(text);
      return isUnfit(phone) ? phone : one(phone.value, phone.sort);
    }
    case 'dropdown': {
      const choice = findOption(field.options, text);
      return choice === undefined ? unfit(choicesOf(field)) : [stored(field.options, choice)];
    }
  }
}

const takes = {
  text: 'it takes text',
  number:
    'it takes a plain decimal number as in -1234.5: a point before the decimals, nothing between thousands, no exponent',
  date: 'it takes a day that exists, as YYYY-MM-DD (2026-03-31)',
  url: 'it takes an address that begins with https:// or http://',
  email: 'it takes an e-mail address like name@domain.example',
  phone: 'it takes a telephone number like +49 30 1234567',
  dropdown: 'it takes one of its options',
} satisfies Partial<Record<FieldType, string>>;

export const phoneAllowed = takes.phone;

const unfit = (allowed: string): Unfit => ({ allowed });
const one = (value: string, sort: string): StoredValue[] => [{ optionId: null, value, sort }];

const longestText = 5_000;

function readText(text: string): StoredValue[] | Unfit {
  if (text.length > longestText) return unfit(`it takes text of at most ${longestText} characters`);
  if (text.includes('\u0000') || !text.isWellFormed()) {
    return unfit('it takes text without NUL and broken characters');
  }
  return one(text, textSort(text));
}

/** Three digits behind a point: decimals here, thousands in a German list. Read wrongly it would be off by a thousand. */
const thousandsOrDecimals = /^-?[1-9]\d{0,2}\.\d{3}$/;

/** Sixteen digits and more are not kept exactly by programs that read JSON. */
const mostDigits = 15;

/** A number as it is stored. */
const canonicalNumber = /^(?:0|[1-9]\d{0,8})(?:\.\d{0,4}[1-9])?$/;

const decimal = /^(-?)(\d+)(?:\.(\d+))?$/;

function readNumber(text: string): StoredValue[] | Unfit {
  if (canonicalNumber.test(text)) return one(text, numberSort(text));
  const match = decimal.exec(text);
  if (match === null) return unfit(takes.number);
  const [, sign = '', leading = '', trailing = ''] = match;
  const whole = leading.replace(/^0+(?=\d)/, '');
  const fraction = trailing.replace(/0+$/, '');
  const significant = `${whole}${fraction}`.replace(/^0+/, '').replace(/0+$/, '');
  if (significant.length > mostDigits || whole.length > mostDigits || fraction.length > mostDigits) {
    return unfit(`it takes a number of at most ${mostDigits} digits`);
  }
  const size = fraction === '' ? whole : `${whole}.${fraction}`;
  const canonical = sign === '' || size === '0' ? size : `-${size}`;
  return one(canonical, numberSort(canonical));
}

/** A number of JSON without an exponent. */
function plainDecimal(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', first = '', rest = '', exponent = ''] = match;
  const point = 1 + Number(exponent);
  const digits = `${first}${rest}`;
  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, '0')}`;
}

const daysInMonth = (year: number, month: number): number => {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

const dayPattern = /^\d{4}-\d\d-\d\d$/;

function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  return year > 0 && day > 0 && day <= daysInMonth(year, month);
}

function isWebAddress(text: string): boolean {
  if (text.length > 2_000 || !isPrintable(text) || /\s/.test(text)) return false;
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text);
}

const yes = new Set(['true', 'yes', 'on', '1', 'ja']);
const no = new Set(['false', 'no', 'off', '0', 'nein']);

function readCheckbox(given: string | number | boolean): StoredValue[] | Unfit {
  const word = tidy(String(given)).toLowerCase();
  if (yes.has(word)) return one('true', '1');
  return no.has(word) ? one('false', '0') : unfit('it takes yes or no (true, false, on, off, 1, 0)');
}

/** The options that lists name, or texts with a comma or line break between them; in the order of the options, each once. */
function readChoices(
  field: Pick<KnownField, 'options' | 'key'>,
  given: Exclude<FieldInput, null>,
): StoredValue[] | Unfit {
  const chosen = new Set<FieldOption>();
  for (const text of Array.isArray(given) ? given : String(given).split(/\r?\n/)) {
    const found = optionsNamed(field.options, text);
    if (found === undefined) return unfit(choicesOf(field));
    for (const option of found) chosen.add(option);
  }
  return field.options.filter((option) => chosen.has(option)).map((option) => stored(field.options, option));
}

const optionId = /^\s*id:(\d+)\s*$/i;

/** An option by its label (A4's comparison), or by its id as in `id:7`. */
export function findOption<Option extends FieldOption>(
  options: readonly Option[],
  text: string,
): Option | undefined {
  const id = optionId.exec(text)?.[1];
  if (id !== undefined) return options.find((option) => option.id === Number(id));
  const exact = options.find((option) => option.label === text);
  if (exact !== undefined) return exact;
  const key = comparisonKey(text);
  return options.find((option) => comparisonKey(option.label) === key);
}

/**
 * The options in a text with commas between them; a label may itself hold commas, so as many parts as possible are
 * read as one, and first of all the whole text. Undefined when a part names none; blank parts are skipped.
 */
export function optionsNamed<Option extends FieldOption>(
  options: readonly Option[],
  text: string,
): Option[] | undefined {
  const whole = findOption(options, text);
  if (whole !== undefined) return [whole];
  const parts = text.split(',');
  const found: Option[] = [];
  for (let start = 0; start < parts.length; ) {
    if (parts[start]?.trim() === '') {
      start += 1;
      continue;
    }
    let end = parts.length;
    let option: Option | undefined;
    for (; end > start; end -= 1) {
      option = findOption(options, parts.slice(start, end).join(','));
      if (option !== undefined) break;
    }
    if (option === undefined) return undefined;
    found.push(option);
    start = end;
  }
  return found;
}

const stored = (options: readonly FieldOption[], option: FieldOption): StoredValue => ({
  optionId: option.id,
  value: String(option.id),
  sort: optionSort(options.indexOf(option)),
});

function choicesOf({ options, key }: Pick<KnownField, 'options' | 'key'>): string {
  if (options.length === 0) return `it has no options yet (kontor field option ${key} --add …)`;
  const shown = options.slice(0, 20).map(({ label }) => `"${label}"`);
  const more = options.length > shown.length ? ` or ${options.length - shown.length} more` : '';
  return `it takes ${shown.join(', ')}${more}`;
}

/** A stored value as JSON has it; undefined when there is none. */
export function shownValue(
  { type, options }: Pick<KnownField, 'type' | 'options'>,
  rows: readonly StoredValue[],
): FieldValue | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  if (isDropdown(type)) {
    const chosen = new Set(rows.map(({ optionId }) => optionId));
    const labels = options.filter(({ id }) => chosen.has(id)).map(({ label }) => label);
    return type === 'dropdown' ? labels[0] : labels;
  }
  if (type === 'number') return Number(first.value);
  return type === 'checkbox' ? first.value === 'true' : first.value;
}

/** A value as text that is read again to the same value. */
export const valueText = (value: FieldValue): string =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? numberText(value) : String(value);

/** A fourth digit tells decimals from thousands: 44.521 would be refused as text. */
const numberText = (value: number): string => {
  const text = plainDecimal(value);
  return thousandsOrDecimals.test(text) ? `${text}0` : text;
};

/** Whether two stored values are the same. */
export const sameValue = (one: readonly StoredValue[], other: readonly StoredValue[]): boolean =>
  one.length === other.length &&
  one.every(({ value, optionId }, index) => {
    return value === other[index]?.value && optionId === other[index]?.optionId;
  });

/**
 * The key made from a label: `Steuernummer (alt)` → `steuernummer-alt`, `Spouse e-mail` → `spouse-email`; empty when
 * nothing of it is left.
 */
export const keyFromLabel = (label: string): string =>
  foldSpelledOut(label)
    .replaceAll('e-mail', 'email')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
