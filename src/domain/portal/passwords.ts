import { usageError } from '../../errors.ts';
import { addressKey } from '../text/comparison.ts';

/** argon2id as OWASP advises it, and stronger: 64 MiB, three passes (I5). The library's own default is the id variant. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

const least = 12;
const most = 256;

/** What nobody's password has as its hash: verified where there is no user, so that the time does not tell (I5). */
const nobodysHash =
  '$argon2id$v=19$m=65536,t=3,p=1$4Ftnb/w20HIzM2mKZAqXIw$/oGfNF+5uoqjIJJPQO/91mnVKG/IWxjSa5oNEFGFJcc';

/** Different keyboards compose the same letters differently. */
const normal = (password: string): string => password.normalize('NFKC');

/**
 * Refuses what no field for a password takes: line breaks and other control characters. Throws INVALID_PASSWORD (exit 2),
 * which never repeats the password.
 */
export function requireOneLine(password: string): void {
  if (!/[\p{Cc}\u2028\u2029]/u.test(password)) return;
  throw usageError('INVALID_PASSWORD', 'The password must be one line without control characters.', {
    hint: 'Nothing was changed. A file with a password holds nothing else.',
  });
}

/** Refuses passwords that are guessed first. Throws WEAK_PASSWORD, INVALID_PASSWORD (exit 2); `hint` says what is left. */
export function requireStrong(
  password: string,
  address: string,
  hint = 'Nothing was changed; the link still works.',
): void {
  requireOneLine(password);
  const characters = [...normal(password)];
  const problem =
    characters.length < least
      ? `must have at least ${least} characters`
      : characters.length > most
        ? `must have at most ${most} characters`
        : !password.isWellFormed() || password.includes('\uFFFD')
          ? 'must be UTF-8 text'
          : addressKey(normal(password)) === addressKey(address)
            ? 'must not be the e-mail'
            : new Set(characters).size === 1
              ? 'must not be one character repeated'
              : undefined;
  if (problem !== undefined) {
    throw usageError('WEAK_PASSWORD', `The password ${problem}.`, { hint });
  }
}

/** The hash under which a password is stored. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await import('@node-rs/argon2');
  return hash(normal(password), cost);
}

/** Whether a password is the one; it takes as long where there is none to compare with. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2');
  const same = await verify(passwordHash ?? nobodysHash, normal(password));
  return same && passwordHash !== undefined;
}
