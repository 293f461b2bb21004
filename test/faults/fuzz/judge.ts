import { exitCodes } from '../../../src/cli/exit-codes.ts';
import type { Ran } from '../../helpers/run-cli.ts';
import type { Line } from './lines.ts';
import { password } from './values.ts';

/** What a run came to, and how long it took; it never ended where `ran` is missing. */
export interface Outcome {
  readonly ran: Ran | undefined;
  readonly ms: number;
  /** Where it connected to, and the programs that it started. */
  readonly reached: readonly string[];
  /** Errors that nobody waited for. */
  readonly escaped: readonly string[];
}

/** Longer than any line here takes on a machine that does much else: `db check --deep` on a server waits for its disk. */
export const longestMs = 60_000;

const documented = new Set(Object.values(exitCodes).map(({ code }) => code));
/** Endings with which nothing was done: only there an error stands alone. */
const failures = new Set([exitCodes.usage.code, exitCodes.refused.code, exitCodes.database.code]);
const machineFormats = new Set(['json', 'jsonl', 'csv', 'ids', 'count']);

const trace = /^\s+at .+:\d+:\d+\)?$|\bnode:internal\b|node_modules\//m;
/** Colours that were asked for are no control characters of the data. */
const colours = /\u001b\[\d+(?:;\d+)*m/g;
const raw = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** What did not hold of a run; nothing where all did. */
export function judge(line: Line, { ran, ms, reached, escaped }: Outcome): string[] {
  const wrong: string[] = [...escaped.map((error) => `an error that nobody waited for: ${error}`)];
  if (ran === undefined) return [...wrong, `it did not end within ${longestMs} ms`];
  const { code, out, err } = ran;
  const shown = err.slice(0, 600);
  if (ms > longestMs) wrong.push(`it took ${ms.toFixed(0)} ms`);
  if (code === exitCodes.defect.code) wrong.push(`a defect: ${shown}`);
  else if (!documented.has(code)) wrong.push(`an exit code that is not documented: ${code}`);
  if (trace.test(err) || trace.test(out)) wrong.push(`a trace: ${shown}`);
  if (`${out}${err}`.includes(password)) wrong.push(`the password: ${`${out}${err}`.slice(0, 600)}`);
  for (const place of reached) if (!mayReach(line, place)) wrong.push(`it reached for ${place}`);
  wrong.push(...controls(line, ran));
  if (failures.has(code)) wrong.push(...asFailure(line, ran));
  return wrong;
}

/** What is written for programs is data, and a prompt moves the cursor; everything else is safe to look at. */
function controls({ argv, env, columns, config }: Line, { out, err }: Ran): string[] {
  const wrong: string[] = [];
  // CSV is what stands in the cells, and so are files and lists that are written to standard output.
  const isData =
    (formatOf(argv) ?? (env.KONTOR_OUTPUT || config?.match(/"output":"(csv)"/)?.[1])) === 'csv' ||
    argv.some((word) => /^(?:export|get|template|schema|generate)$/.test(word));
  const found = raw.exec(out.replace(colours, ''));
  if (!isData && found !== null) wrong.push(`a control character on standard output: ${around(out, found)}`);
  const inError = raw.exec(err.replace(colours, ''));
  if (columns === undefined && inError !== null) {
    wrong.push(`a control character on standard error: ${around(err, inError)}`);
  }
  return wrong;
}

const around = (text: string, { index }: { index: number }) =>
  JSON.stringify(text.replace(colours, '').slice(Math.max(0, index - 60), index + 60));

/** An error stands on standard error alone; for programs it is one object. */
function asFailure(line: Line, { code, out, err }: Ran): string[] {
  const format = lineFormat(line);
  if (err.trim() === '') return ['nothing was said about a failure'];
  if (format === undefined) return [];
  if (!machineFormats.has(format)) return [];
  try {
    const { error, ...others } = JSON.parse(err);
    const keys = Object.keys(error).sort().join();
    if (
      keys !== 'code,details,exitCode,hint,message' ||
      Object.keys(others).length > 0 ||
      error.exitCode !== code
    ) {
      return [`an error of another shape: ${err.slice(0, 600)}`];
    }
  } catch {
    return [`an error that is no JSON: ${err.slice(0, 600)}`];
  }
  // What was answered before the failure stays; a list of answers says so itself.
  return out === '' ? [] : [`something on standard output beside an error: ${out.slice(0, 300)}`];
}

const formatOf = (argv: readonly string[]): string | undefined => {
  const at = argv.findLastIndex((word) => word === '-o' || word === '--output');
  if (argv.includes('--json')) return 'json';
  return at < 0 ? undefined : argv[at + 1];
};

/** The format of the line where it is beyond doubt. */
function lineFormat({ argv, format, columns, config }: Line): string | undefined {
  const others = argv.slice(format === undefined ? 0 : 2);
  if (
    columns !== undefined ||
    config !== undefined ||
    others.some((word) => /^(?:--json|--output|-[a-z]*o)/.test(word))
  )
    return undefined;
  return format;
}

/** Only the database and the mail server that are set, and the programs that copy a database. */
function mayReach({ argv, env, config }: Line, place: string): boolean {
  const given = [...argv, ...Object.values(env), config].join(' ');
  if (place.startsWith('program ')) return /^program (?:pg_dump|pg_restore|psql|\S*\/pg_\w+)$/.test(place);
  return place === '127.0.0.1:1' && /127\.0\.0\.1/.test(given);
}
