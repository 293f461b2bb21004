import { describe, expect, it } from 'vitest';
import { tracesOf, withTexts } from '../../../src/domain/erasure/traces.ts';

const traces = tracesOf({
  names: ['Erika Müller', 'Müller, Erika', 'Bank', 'Erika Anna Müller'],
  addresses: ['erika.m-1@x.example'],
  numbers: ['+49 30 123456', 'DE89 3704 0044'],
});

describe('what a person is known by, in texts of others', () => {
  it.each([
    ['Erika Müller', '[erased]'],
    ['for ERIKA  MUELLER!', 'for [erased]!'],
    ['Erika Mu\u0308ller and Erika Muller', '[erased] and [erased]'],
    ['Erika\nMüller', '[erased]'],
    ['Erika Anna Müller', '[erased]'],
    ['Müller, Erika (client)', '[erased] (client)'],
    ['to Erika.M-1@X.EXAMPLE.', 'to [erased].'],
    ['call +493012-3456 / de89 37040044', 'call [erased] / [erased]'],
    [' bank ', '[erased]'],
  ])('%j', (text, left) => {
    expect(traces.blackedOut(text)).toBe(left);
    expect(traces.isIn(text)).toBe(true);
  });

  it.each([
    'Erika Müllermann',
    'Veronerika Müller',
    'Erika',
    'Müller GmbH',
    'the Bank of England',
    'berika.m-1@x.example',
    'erika.m-1@x.example.org',
    'erikaxm-1@x.example',
    '+49 30 1234567',
    '',
  ])('%j is somebody else', (text) => {
    expect(traces.blackedOut(text)).toBe(text);
  });

  it('of nobody: every text stays', () => {
    const none = tracesOf({ names: [], addresses: [], numbers: [] });
    expect(none.blackedOut('Erika Müller')).toBe('Erika Müller');
  });

  it('in JSON: values and keys, and the very same value where nothing is found', () => {
    const value = { access: [{ 'erika.m-1@x.example': ['login'] }, null], count: 3, by: 'Jan' };
    expect(withTexts(value, traces.blackedOut)).toEqual({
      access: [{ '[erased]': ['login'] }, null],
      count: 3,
      by: 'Jan',
    });
    const other = { by: ['Jan', { at: 1 }] };
    expect(withTexts(other, traces.blackedOut)).toBe(other);
  });
});
