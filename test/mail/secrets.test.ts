import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../src/mail/secrets.ts';

const token = 'q7c_Jx0pY2sWb9Kd.Zk3-V8tRz5uQn1mLx7yHc0wAeGf2iJkPoSdTvBrX';

describe('I5: what servers say is stored without the secrets that they quote', () => {
  it.each([
    ['the token', `554 spam: https://portal.example/accept?token=${token} is listed`],
    ['its selector', '554 q7c_Jx0pY2sWb9Kd'],
    ['its verifier', '554 Zk3-V8tRz5uQn1mLx7yHc0wAeGf2iJkPoSdTvBrX'],
    ['a part of it', '554 https://portal.example/accept?token=q7c_Jx0pY2sW… is listed'],
    ['a password', '535 erika hunter2 is wrong'],
  ])('%s', (_what, said) => {
    const shown = withoutSecrets(said, [token, ...token.split('.'), 'hunter2']);
    expect(shown).toContain('***');
    for (let start = 0; start + 8 <= token.length; start += 1) {
      expect(shown).not.toContain(token.slice(start, start + 8));
    }
    expect(shown).not.toContain('hunter2');
  });

  it('a very short secret only where it is a word of its own', () => {
    expect(withoutSecrets('535 sam may not: example, sam, sam@x', ['sam'])).toBe(
      '535 *** may not: example, ***, ***@x',
    );
    expect(withoutSecrets('535 a.b is wrong, axb is not', ['a.b'])).toBe('535 *** is wrong, axb is not');
  });

  it('everything else stays as it was said', () => {
    const said =
      '550 5.1.1 <jan@weiss.example>: Recipient address rejected: User unknown in virtual mailbox table';
    expect(withoutSecrets(said, [token, 'hunter2', ''])).toBe(said);
  });
});
