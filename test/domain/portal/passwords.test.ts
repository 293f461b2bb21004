import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, requireStrong } from '../../../src/domain/portal/passwords.ts';

const problem = (password: string, address = 'a@b.example'): string => {
  try {
    requireStrong(password, address);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('passwords', () => {
  it('I5: 12 to 256 characters, counted as people count them', () => {
    expect(problem('elf zeichen')).toContain('at least 12');
    expect(problem('zwölf zeiche')).toBe('');
    expect(problem('zwo\u0308lf zeich')).toContain('at least 12');
    expect(problem('😀a'.repeat(5))).toContain('at least 12');
    expect(problem('😀a'.repeat(128))).toBe('');
    expect(problem(`${'😀a'.repeat(128)}b`)).toContain('at most 256');
  });

  it('I5: neither the e-mail nor one character over and over', () => {
    expect(problem('Jan@Weiss.Example', 'jan@weiss.example')).toContain('must not be the e-mail');
    expect(problem('jan@weiss.example2', 'jan@weiss.example')).toBe('');
    expect(problem('............')).toContain('repeated');
    expect(problem('ａ'.repeat(6) + 'a'.repeat(6))).toContain('repeated');
    expect(problem('            ')).toContain('repeated');
  });

  it.each(['\n', '\r', '\t', '\0', '\u001b', '\u0085', '\u2028'])('I5: one line: not %j', (character) => {
    expect(problem(`long enough${character}it is`)).toBe(
      'The password must be one line without control characters.',
    );
  });

  it('I5: argon2id, salted; every spelling of the same characters is the same password', async () => {
    const composed = 'pässwörter ﬁnden';
    const [one, two] = await Promise.all([hashPassword(composed), hashPassword(composed)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(two);
    expect(await isPassword(composed.normalize('NFD'), one)).toBe(true);
    expect(await isPassword('pässwörter finden', one)).toBe(true);
    expect(await isPassword('Pässwörter finden', one)).toBe(false);
    expect(await isPassword(`${composed} `, one)).toBe(false);
  });

  it('I5: where there is no user no password is right, not even the one behind the hash that is compared', async () => {
    expect(await isPassword('xxxxxxxxxxxx', undefined)).toBe(false);
    expect(await isPassword('', undefined)).toBe(false);
  });

  it('I5: that takes the time of a real comparison', async () => {
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const from = performance.now();
      await isPassword('some password', undefined);
      times.push(performance.now() - from);
    }
    // Three passes over 64 MiB; without a hash to compare with it would be microseconds.
    expect(Math.min(...times)).toBeGreaterThan(10);
  });
});
