import { addressKey, comparisonKey } from '../text/comparison.ts';
import { foldings } from '../text/folding.ts';
import { erasedText } from './model.ts';

/** What a person is known by. */
export interface Identity {
  names: readonly string[];
  addresses: readonly string[];
  /** Phone numbers, and other numbers of theirs. */
  numbers: readonly string[];
}

/** Finds a person in texts of others, whatever the case and the accents, and takes them out. */
export interface Traces {
  isIn(text: string): boolean;
  blackedOut(text: string): string;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Neither in the middle of a word nor at its end: "Jan Weiß" is not in "Jan Weißmann". */
const asWord = (pattern: string): string => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`;

const namePatterns = (name: string): string[] => {
  const words = name.trim().split(/\s+/u);
  // One word alone may be anything: it is looked for as a whole text only.
  if (words.length < 2) return [];
  const spellings = [name, ...foldings(name)].flatMap((text) => [
    text.normalize('NFC'),
    text.normalize('NFD'),
  ]);
  return [...new Set(spellings)].map((text) => asWord(text.trim().split(/\s+/u).map(escaped).join('\\s+')));
};

const addressPattern = (address: string): string =>
  `(?<![\\p{L}\\p{N}._%+-])${escaped(address)}(?![\\p{L}\\p{N}_]|[.-][\\p{L}\\p{N}])`;

/** However the digits are set apart. */
const numberPattern = (number: string): string =>
  `(?<![\\p{L}\\p{N}])${[...number.replace(/[^\p{L}\p{N}+]/gu, '')].map(escaped).join('[\\s()/.–-]*')}(?![\\p{L}\\p{N}])`;

const nothing = '(?!)';

/** What a person is known by, ready to be looked for. */
export function tracesOf({ names, addresses, numbers }: Identity): Traces {
  // The longest first: of "Müller, Erika Maria" nothing is to be left when "Müller, Erika" is known, too.
  const patterns = [
    ...addresses.map(addressPattern),
    ...names.flatMap(namePatterns),
    ...numbers.map(numberPattern),
  ].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(patterns.join('|') || nothing, 'giu');
  const whole = new Set([...names.map(comparisonKey), ...addresses.map(addressKey)]);
  const blackedOut = (text: string): string =>
    text !== '' && whole.has(comparisonKey(text)) ? erasedText : text.replace(pattern, erasedText);
  return { blackedOut, isIn: (text) => blackedOut(text) !== text };
}

/** A value of JSON with all its texts changed, the keys of objects among them; the same one where nothing changes. */
export function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) {
    const changed = value.map((item) => withTexts(item, change));
    return changed.every((item, index) => item === value[index]) ? value : changed;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const changed = entries.map(([key, item]) => [change(key), withTexts(item, change)] as const);
  return changed.every(([key, item], index) => key === entries[index]?.[0] && item === entries[index]?.[1])
    ? value
    : Object.fromEntries(changed);
}
