import type { Deps } from '../deps.ts';
import { readFirm } from '../firm/read.ts';
import { type PhoneReader, phoneAllowed } from './rules.ts';

/**
 * Reads telephone numbers into their international form. Whether a number can exist is checked by its length alone:
 * new ranges are given out faster than any list of them is renewed. The numbering plans are loaded when called.
 */
export async function phoneReader(deps: Deps): Promise<PhoneReader> {
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  const { country } = await readFirm(deps);
  const known = isSupportedCountry(country) ? country : undefined;
  return (text) => {
    const number = parsePhoneNumberFromString(text, {
      ...(known === undefined ? {} : { defaultCountry: known }),
      extract: false,
    });
    if (number?.isPossible() === true) {
      const { ext } = number;
      const sort = ext === undefined ? number.number : `${number.number} ${ext}`;
      return { value: number.formatInternational(), sort };
    }
    if (text.startsWith('+')) return { allowed: phoneAllowed };
    return {
      allowed:
        known === undefined
          ? `${phoneAllowed}, with + and the country; without it once the firm's country is known (kontor config set country DE)`
          : `${phoneAllowed}; without + it is one of the country ${known}`,
    };
  };
}

/** For fields whose type is another. */
export const noPhones: PhoneReader = () => ({ allowed: phoneAllowed });
