import type { Column } from './columns.ts';

/** Characters that nobody sees or that mislead the eye: as escapes they mean the same. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const plain = /^[\x20-\x7e\xa1-\xac\xae-\u02ff]*$/;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');

/** A row as one JSON object, the headings its keys; numbers, lists and yes or no are what they are in JSON. */
export function jsonRow<Row>(row: Row, columns: readonly Column<Row>[]): string {
  const text = JSON.stringify(Object.fromEntries(columns.map(({ heading, value }) => [heading, value(row)])));
  return plain.test(text) ? text : text.replace(unseen, escaped);
}
