import type { Couple, End, RaceKind } from './kinds.ts';

/** How one of the two ended. */
export interface Ending {
  readonly code: number | null;
  readonly err: string;
}

/** What is wrong with how the two ended: together, and each by itself. */
export function judge(
  { what, endings, commands }: RaceKind,
  couple: Couple,
  ends: readonly Ending[],
): string[] {
  const found = ends.map(endOf);
  const told = found.join(' and ');
  const losses = endings.some((allowed) => allowed.every((end, at) => end === found[at]))
    ? []
    : [`they ended with ${told}: ${ends.map(({ err }) => err.trim()).join(' | ')}`];
  for (const { code, err } of ends) if (code !== 0) losses.push(...unclear(err, couple));
  const [left, right] = commands(couple).map(({ argv }) => `kontor ${argv.join(' ')}`);
  return losses.map((loss) => `${what} (${left} / ${right}): ${loss}`);
}

interface Refusal {
  error: { code: string; exitCode: number; message: string; hint: string | null };
}

const endOf = ({ code, err }: Ending): End =>
  code === 0 ? 'done' : (refusalIn(err)?.error.code ?? `exit ${code}`);

const refusalIn = (err: string): Refusal | undefined => {
  try {
    return JSON.parse(err) as Refusal;
  } catch {
    return undefined;
  }
};

/** A refusal is one object that names what it is about and says what to do. */
function unclear(err: string, couple: Couple): string[] {
  const refusal = refusalIn(err);
  if (refusal === undefined) return [`the refusal is not one object: ${err}`];
  const { message, hint, exitCode } = refusal.error;
  const names = [couple.account, couple.first, couple.second].map(String);
  const losses: string[] = [];
  if (![3, 4].includes(exitCode)) losses.push(`a refusal has exit code ${exitCode}`);
  if (!names.some((name) => message.includes(name))) losses.push(`a refusal names nobody: ${message}`);
  if (hint === null || hint === '') losses.push(`a refusal says nothing about what to do: ${message}`);
  return losses;
}
