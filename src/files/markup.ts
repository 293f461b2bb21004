/** What may stand before the first element of a drawing or a page; taken piece by piece, so that no text takes long. */
const preamble = /\s+|<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>/isy;

/** What kind of drawing or page a text is by its first element, if it is one. */
export function markupTypeOf(text: string): string | undefined {
  let at = 0;
  for (;;) {
    preamble.lastIndex = at;
    if (!preamble.test(text)) break;
    at = preamble.lastIndex;
  }
  if (/^<svg[\s/>]/i.test(text.slice(at, at + 5))) return 'image/svg+xml';
  if (/^<html[\s/>]/i.test(text.slice(at, at + 6))) return 'text/html';
  return /<!doctype html/i.test(text.slice(0, at)) ? 'text/html' : undefined;
}
