import { expect, test } from 'vitest';
import { KontorError } from '../../src/errors.ts';
import { type AnyView, checkFields } from '../../src/output/fields.ts';
import { clientList } from './support.ts';

function refusal(view: AnyView, fields: string[]): KontorError {
  try {
    checkFields(view, { fields, format: 'json' });
  } catch (error) {
    if (error instanceof KontorError) return error;
  }
  throw new Error('was not refused');
}

test('known fields pass, also hidden ones and twice', () => {
  checkFields(clientList, { fields: ['address', 'id', 'id'], format: 'json' });
  checkFields(clientList, { fields: undefined, format: 'ids' });
});

test('an unknown field is refused, naming it, the nearest and all valid ones', () => {
  const error = refusal(clientList, ['id', 'nmae']);
  expect(error).toMatchObject({
    kind: 'usage',
    code: 'UNKNOWN_FIELD',
    message: 'unknown field "nmae" in --fields; did you mean "name"?',
    hint: 'Valid fields: id, name, type, tags, address.',
    details: { field: 'nmae', nearest: 'name', valid: ['id', 'name', 'type', 'tags', 'address'] },
  });
});

test('no suggestion when nothing is near', () => {
  expect(refusal(clientList, ['xyzzyx']).message).toBe('unknown field "xyzzyx" in --fields');
  expect(refusal(clientList, []).code).toBe('UNKNOWN_FIELD');
});

test('a text has no fields', () => {
  expect(refusal({ kind: 'text', text: String }, ['id']).hint).toBe('Leave out --fields.');
});
