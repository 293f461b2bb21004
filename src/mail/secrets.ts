/** As many characters in a row of a secret as nobody may see. */
const tell = 8;

/** A secret of fewer characters stands in many words by chance. */
const short = 6;

/**
 * A text of somebody else's without secrets: servers quote what was sent to them. Each word that shares eight characters in
 * a row with a secret goes, and a secret that is shorter goes as a whole; a very short one only where it is a word.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets.filter((secret) => secret !== '')) {
    shown = shown.replaceAll(secret.length < short ? asWord(secret) : secret, '***');
  }
  return shown.replace(/[\w+/=-]{8,}/g, (word) =>
    secrets.some((secret) => sharesRun(word, secret)) ? '***' : word,
  );
}

const asWord = (secret: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu');

const sharesRun = (word: string, secret: string): boolean => {
  for (let start = 0; start + tell <= word.length; start += 1) {
    if (secret.includes(word.slice(start, start + tell))) return true;
  }
  return false;
};
