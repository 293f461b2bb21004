import { usageError } from '../../../errors.ts';

/* What is wrong with a text that should be a list of clients in JSON, each with its line. */

export const invalid = (name: string, line: number, what: string) =>
  usageError('INVALID_JSON', `${name}, line ${line}: ${what}`, {
    hint: 'a list of clients is one array of objects ([{…}, {…}]), or JSON Lines with one object a line',
    details: { line },
  });

export const brokenLine = (name: string, line: number) =>
  usageError('INVALID_JSON', `${name}, line ${line} is not a whole JSON object`, {
    hint: 'JSON Lines have one object in each line; objects over several lines stand in an array: [{…}, {…}]',
    details: { line },
  });

export const notAnObject = (name: string, line: number, which: string) =>
  usageError('NOT_AN_OBJECT', `${name}: ${which} is not an object with keys and values`, {
    hint: 'each client is an object, such as {"Company name": "Weiß GmbH", "E-mail": "jan@weiss.example"}',
    details: { line },
  });

export const wrapped = (name: string, line: number, key: string) =>
  usageError('WRAPPED_LIST', `${name}: the clients stand in a list under the key "${key}"`, {
    hint: `give the list alone: jq '.["${key}"]' FILE | kontor import -`,
    details: { line, key },
  });

export const tooLarge = (name: string, which: string, line: number) =>
  usageError('RECORD_TOO_LARGE', `${name}: ${which} is longer than 16 MB`, {
    hint: 'a quote or a bracket may never be closed',
    details: { line },
  });
