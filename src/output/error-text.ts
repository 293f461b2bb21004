/**
 * Passwords in URLs of databases and mail servers, and in anything that begins like a URL: `postgres:` without its slashes is a
 * mistake that an error is about. They hold `/`, `?`, `#` or `@` when nobody encoded them, so everything up to the last `@` goes. Nothing here repeats without a
 * bound: an error may quote a whole command line.
 */
const inUserPart =
  /((?:\b[a-z][a-z\d+.-]{0,20}:\/\/|\b(?:postgres(?:ql)?|smtps?):\/?)[^\s:"']{0,200}:)[^\s"']{0,500}@/gi;
const asParameter = /([?&](?:ssl)?password=)[^&#\s"']*/gi;

/** A text without the passwords of URLs. What an error quotes may come from anywhere: this is where all of it passes. */
export const maskPasswords = (text: string): string =>
  text.includes(':') ? text.replace(inUserPart, '$1***@').replace(asParameter, '$1***') : text;

/** More of one value than anybody reads: a command line may hold 128 KiB of it. */
const longest = 300;
const endless = new RegExp(`"[^"\\n]{${longest},}"|[^\\s"]{${longest},}`, 'g');

/** What an error says, for whoever reads it: without passwords, and without the rest of values that go on and on. */
export const errorText = (text: string): string =>
  maskPasswords(text).replace(endless, (value) => {
    // Not between the halves of a pair.
    const begun = value.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
    return value.startsWith('"') ? `${begun}…"` : `${begun}…`;
  });
