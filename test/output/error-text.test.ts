import { describe, expect, it } from 'vitest';
import { errorText, maskPasswords } from '../../src/output/error-text.ts';

const secret = 'gehe1m';

describe('passwords in what an error says', () => {
  it.each([
    ['postgres://erika:gehe1m@db.example/kontor', 'postgres://erika:***@db.example/kontor'],
    ['of "smtp://office:gehe1m@mail.example:587", it', 'of "smtp://office:***@mail.example:587", it'],
    [
      'smtps://office%40weiss.example:gehe1m%2F@mail.example',
      'smtps://office%40weiss.example:***@mail.example',
    ],
    ['postgres://erika@firm.example:gehe1m@db.example/x', 'postgres://erika@firm.example:***@db.example/x'],
    ['postgres://erika:a/gehe1m?b#c@d@db.example/x', 'postgres://erika:***@db.example/x'],
    ['postgres://:gehe1m@db.example/x', 'postgres://:***@db.example/x'],
    ['postgres:erika:gehe1m@db.example/x', 'postgres:erika:***@db.example/x'],
    ['smtp:/office:gehe1m@mail.example', 'smtp:/office:***@mail.example'],
    ['mysql://root:gehe1m@db.example', 'mysql://root:***@db.example'],
    [
      'postgres://db.example/x?user=erika&password=gehe1m&a=b',
      'postgres://db.example/x?user=erika&password=***&a=b',
    ],
    [
      'POSTGRES://erika:gehe1m@db.example?SSLPASSWORD=gehe1m',
      'POSTGRES://erika:***@db.example?SSLPASSWORD=***',
    ],
  ])('%s', (text, masked) => {
    expect(maskPasswords(text)).toBe(masked);
    expect(errorText(`x ${text}`)).not.toContain(secret);
  });

  it.each([
    'https://portal.example:8443/accept',
    'erika@mueller.example: not an address',
    'postgres://erika@db.example:5432/kontor',
    'C:\\kontor.db',
    'There is no account "a: b@c".',
  ])('%s holds none and stays', (text) => {
    expect(maskPasswords(text)).toBe(text);
  });

  it('are looked for in no more than an instant, whatever the text is', () => {
    const begin = performance.now();
    for (const piece of ['a', 'a:', 'a://', 'a://b:', 'smtp:', 'postgres://a:', '@', '"', '&password=']) {
      errorText(piece.repeat(Math.ceil(131_072 / piece.length)));
    }
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

describe('values that go on and on', () => {
  it('are cut where nobody reads any more, in quotes and without', () => {
    const long = 'x y'.repeat(1_000);
    expect(errorText(`There is no account "${long}". Sorry.`)).toMatch(
      /^There is no account "x y.{290,300}…"\. Sorry\.$/,
    );
    expect(errorText(`no option --${'x'.repeat(1_000)} of it`)).toMatch(/^no option --x{290,300}… of it$/);
  });

  it('are not cut between the halves of a character', () => {
    expect(errorText('😀'.repeat(1_000)).isWellFormed()).toBe(true);
    expect(errorText(`x${'😀'.repeat(1_000)}`).isWellFormed()).toBe(true);
  });

  it('a list of names is no such value', () => {
    const names = `Valid: ${Array.from({ length: 200 }, (_, at) => `field-${at}`).join(', ')}.`;
    expect(errorText(names)).toBe(names);
  });
});
