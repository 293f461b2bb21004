import * as z from 'zod';

/** Control characters and line separators: they belong to terminals and texts, not to names (A5). */
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** No control characters, and no halves of surrogate pairs. */
export const isPrintable = (text: string): boolean => !control.test(text) && text.isWellFormed();

/** The shortest limit that a name or text of a record has. */
const shortestLimit = 100;

/**
 * Whether a text is one that every check of {@link nameText} and {@link freeText} takes which allows at least 100
 * characters: printable Latin letters behind something that is no space.
 */
export const isPlainText = (text: string): boolean => text.length <= shortestLimit && plain.test(text);

/** Each call of a function makes the patterns within it anew; this one is asked about each cell of a client list. */
const plain = /^[\x21-\x7e\u00a1-\u017f][\x20-\x7e\u00a0-\u017f]*$/;

/** What both databases can store: no NUL, no halves of surrogate pairs. */
const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const bounded = (what: string, max: number) =>
  z.string(`${what} must be text`).max(max, `${what} must have at most ${max} characters`);

/** A name or key: printable, 1 to `max` characters once trimmed (A4, A5, A11, G1). */
export const nameText = (what: string, max: number) =>
  bounded(what, max)
    .refine((text) => text.trim() !== '', `${what} must not be empty`)
    .refine(isPrintable, `${what} must not contain control characters`);

/**
 * Any text about a person or company, up to `max` characters. What a client list holds is kept as it is; whoever
 * shows it makes it safe.
 */
export const freeText = (what: string, max: number) =>
  bounded(what, max).refine(isStorable, `${what} must not contain NUL or broken characters`);

/**
 * An e-mail address as mail servers take it: something, one @, a domain of labels. Letters of any script are allowed
 * (RFC 6531); quoted local parts and address literals are not: no client has them, mistakes look like them.
 */
function isAddress(text: string): boolean {
  address ??=
    /^[^\s@<>()[\]\\,;:"\u0000-\u001f\u007f-\u009f]+@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u;
  return address.test(text);
}

/** Made when first asked: to look up Unicode's letters takes half a millisecond, and most runs check no address. */
let address: RegExp | undefined;

/** Whether a trimmed text is an e-mail address of at most 254 characters. */
export const isEmailAddress = (text: string): boolean =>
  text.length <= 254 && isPrintable(text) && isAddress(text) && !text.startsWith('.') && !oddDots.test(text);

const oddDots = /\.\.|\.@/;

/** An e-mail address. */
export const emailText = z
  .string('the e-mail must be text')
  .refine((text) => isEmailAddress(text.trim()), 'the e-mail must be an address like name@domain.example');
