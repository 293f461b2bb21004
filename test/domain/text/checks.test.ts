import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeText, isEmailAddress, nameText } from '../../../src/domain/text/checks.ts';

describe('what text may be', () => {
  it.each([
    'a@b.cd',
    'erika.mueller+steuer@mueller-gmbh.example',
    "o'neill@firm.example",
    'info@müller.example',
    'юлия@пример.рф',
    'x@1.example',
    `${'a'.repeat(64)}@firm.example`,
  ])('C1: %s is an e-mail address', (text) => {
    expect(isEmailAddress(text)).toBe(true);
  });

  it.each([
    '',
    'erika',
    'erika@',
    '@firm.example',
    'erika@firm',
    'erika@@firm.example',
    'erika@firm..example',
    'erika@firm.example.',
    'erika@-firm.example',
    'erika@firm-.example',
    '.erika@firm.example',
    'erika.@firm.example',
    'eri..ka@firm.example',
    'eri ka@firm.example',
    'a@b.cd,e@f.gh',
    'Erika <erika@firm.example>',
    'erika@firm.example\n',
    'eri\u0007ka@firm.example',
    `${'a'.repeat(250)}@b.cd`,
  ])('C1: %j is none', (text) => {
    expect(isEmailAddress(text)).toBe(false);
  });

  it('C1: every address that mail standards allow without quotes is one', () => {
    fc.assert(fc.property(fc.emailAddress(), (address) => isEmailAddress(address)));
  });

  it('A5: names are printable, not empty and not too long', () => {
    const name = nameText('the name', 10);
    expect(name.safeParse('a'.repeat(10)).success).toBe(true);
    for (const text of [
      '',
      ' \u00a0 ',
      'a'.repeat(11),
      'a\nb',
      'a\u001bb',
      'a\u0085b',
      'a\u2028b',
      '\ud800',
    ]) {
      expect(name.safeParse(text).success, JSON.stringify(text)).toBe(false);
    }
  });

  it('free text keeps line breaks and escapes, and refuses what databases cannot hold', () => {
    const text = freeText('the notes', 10);
    expect(text.safeParse('a\n\u001b]b').success).toBe(true);
    for (const bad of ['\u0000', '\udc00', 'a'.repeat(11)]) expect(text.safeParse(bad).success).toBe(false);
  });
});
