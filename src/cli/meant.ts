import { KontorError } from '../errors.ts';
import { askChoice, type Terminal } from './prompts.ts';

/**
 * Asks which record a reference means that means several, or none, and notes the answer; false where there is nothing to
 * choose from, or nothing of it is meant. Throws CANCELLED.
 */
export async function asksWhatIsMeant(
  terminal: Terminal,
  error: unknown,
  meant: Map<string, string>,
): Promise<boolean> {
  if (!(error instanceof KontorError) || error.offers === undefined) return false;
  const { noun, reference, records } = error.offers;
  if (records.length === 0) return false;
  const answer = await askChoice(terminal, `${error.message} Which one is meant?`, [
    ...records.map(({ value, label, about }) => ({ value, label, aside: about })),
    { value: undefined, label: 'none of them' },
  ]);
  if (answer === undefined) return false;
  meant.set(`${noun} ${reference}`, answer);
  return true;
}
