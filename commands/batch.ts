import * as z from 'zod';
import type { Answer } from '../src/cli/batch/model.ts';
import { defineCommand } from '../src/cli/define-command.ts';
import type { AnswersView } from '../src/output/view.ts';

/** The ids in what a command printed: of a record, of a list, or of what became of several. */
function idsOf({ result }: Answer): Array<string | number> {
  const records = Array.isArray(result)
    ? result
    : ((result as { results?: unknown } | null)?.results ?? [result]);
  return (records as Array<{ id?: string | number | null } | null>).flatMap((record) => record?.id ?? []);
}

function messageOf({ exitCode, error, messages }: Answer): string {
  if (error !== null) return error.hint === null ? error.message : `${error.message} ${error.hint}`;
  return exitCode !== 0 && messages.length === 0 ? `exit code ${exitCode}` : messages.join('; ');
}

const view: AnswersView<Answer> = {
  kind: 'answers',
  fields: [
    { key: 'line', heading: 'Line', align: 'right' },
    { key: 'command', heading: 'Command' },
    { key: 'exitCode', heading: 'Exit code', align: 'right' },
    { key: 'outcome', heading: 'Outcome' },
    { key: 'result', heading: 'Result' },
    { key: 'error', heading: 'Error' },
    { key: 'messages', heading: 'Messages' },
  ],
  ids: idsOf,
  isTrouble: ({ exitCode }) => exitCode !== 0,
  line: (answer) => {
    const { line, command, exitCode } = answer;
    const isFailed = exitCode !== 0;
    const facts = [`${line} ${isFailed ? 'failed' : 'ok'}`, command ?? '', messageOf(answer)];
    const text = facts.filter((fact) => fact !== '').join(': ');
    return isFailed ? { text, tone: 'bad' } : { text };
  },
};

const plural = (count: number): string => (count === 1 ? '1 line' : `${count} lines`);

export const command = defineCommand({
  description:
    'Each line is a command without the word kontor, quoted as for a shell, in which nothing is expanded ($HOME, *); or a JSON ' +
    'object: {"command": "tag add", "args": ["VIP"], "options": {"to": [1, 2]}}, or {"argv": ["tag", "add", …]}. Blank ' +
    'lines and those that begin with # are left out. Answers come in order, each as soon as its line is committed; with ' +
    '-o jsonl each is {line, command, exitCode, outcome, result, error, messages}, where result is what the command ' +
    'prints with -o json. A line that fails is undone and does not stop the others: the exit code is 5 then, however many ' +
    'failed. With --atomic all is done or nothing: the first failure takes everything back, its error is told alone, and ' +
    'its exit code is that of the batch. --atomic and --dry-run read all lines first; a line sees what those before it ' +
    'wrote. Global options hold for all lines: --db and -o stand here alone, --yes answers for all, nobody is ever asked. ' +
    'Mails go out behind the last line.',
  examples: [
    'kontor batch changes.txt',
    'kontor batch changes.txt --atomic --dry-run',
    'kontor batch - -o jsonl < changes.jsonl',
  ],
  arguments: [{ name: 'file', summary: 'file with a command a line; - is standard input' }],
  options: [
    { flags: '--atomic', summary: 'all lines or none, in one transaction' },
    { flags: '--stop-on-error', summary: 'run nothing behind a line that failed' },
  ],
  database: 'commands',
  input: z.object({
    file: z.string(),
    atomic: z.boolean().default(false),
    stopOnError: z.boolean().default(false),
  }),
  run: ({ answers }, { file, atomic, stopOnError }) =>
    answers({ file, isAtomic: atomic, stopsOnError: stopOnError }),
  view,
  report: ({ summary }, dryRun) => {
    const { total = 0, done = 0, failed = 0 } = summary();
    if (total === 0) return [{ tone: 'note', text: 'no lines' }];
    const verb = dryRun ? 'would be done' : 'done';
    return failed === 0
      ? [{ tone: 'done', text: `${plural(total)} ${verb}` }]
      : [{ tone: 'warning', text: `${done} of ${plural(total)} ${verb}, ${failed} failed` }];
  },
  ending: ({ summary }) => ((summary().failed ?? 0) > 0 ? 'partial' : undefined),
});
