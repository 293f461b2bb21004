import { sortKey } from '../text/collation.ts';
import { comparisonKey } from '../text/comparison.ts';

/** Indexes cannot hold texts of any length. */
const longestSort = 200;

/** The sort bytes of a text: alphabetical, equal where texts count as the same (A4); the beginning of a long one. */
export const textSort = (text: string): string => cutSort(sortKey(comparisonKey(text)));

/** Whether sort bytes stand for a longer text, so that equal ones do not prove equal texts. */
export const isCutSort = (sort: string): boolean => sort.length >= longestSort;

const cutSort = (sort: string): string => {
  if (sort.length < longestSort) return sort;
  const cut = sort.slice(0, longestSort);
  // Half of a surrogate pair cannot be stored.
  return cut.isWellFormed() ? cut : `${cut.slice(0, -1)}\uFFFD`;
};

/** The sort bytes of an option: options sort in their order, not by their labels. */
export const optionSort = (index: number): string => String(index).padStart(6, '0');

/** Digits before the decimal point. */
const wholeDigits = 15;
const noDigits = '0'.repeat(wholeDigits);

/**
 * The sort bytes of a decimal number in its canonical form. Below zero every digit is turned round (9 for 0), and what
 * ends sooner is greater.
 */
export function numberSort(canonical: string): string {
  const negative = canonical.startsWith('-');
  const size = negative ? canonical.slice(1) : canonical;
  const point = size.indexOf('.');
  const whole = point === -1 ? size : size.slice(0, point);
  const digits = noDigits.slice(whole.length) + whole + (point === -1 ? '' : size.slice(point + 1));
  return negative ? `0${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}~` : `1${digits}`;
}
