import { describe, expect, it } from 'vitest';
import { parseReference, referencedId } from '../../../src/domain/text/references.ts';

describe('references', () => {
  it.each([
    ['42', 'id', '42'],
    [' 42 ', 'id', ' 42 '],
    ['id:42', 'id', '42'],
    ['name:42', 'name', '42'],
    ['key:id:42', 'key', 'id:42'],
    ['email:a@b.cd', 'email', 'a@b.cd'],
    ['name:', 'name', ''],
    ['Erika Müller', undefined, 'Erika Müller'],
    ['4 2', undefined, '4 2'],
    ['-42', undefined, '-42'],
    ['ID:42', undefined, 'ID:42'],
    ['Re: name', undefined, 'Re: name'],
  ])('%j is read as %s', (text, reading, value) => {
    expect(parseReference(text)).toEqual({ text, reading, value });
  });

  it.each([
    ['42', 42],
    [' 007 ', 7],
    ['2147483647', 2_147_483_647],
    ['2147483648', undefined],
    ['99999999999999999999', undefined],
    ['0', undefined],
    ['id:x', undefined],
    ['id:', undefined],
    ['id:1.5', undefined],
  ])('%s stands for the id %s', (text, id) => {
    expect(referencedId(parseReference(text))).toBe(id);
  });
});
