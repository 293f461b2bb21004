import * as z from 'zod';
import { defineCommand, type GroupEntry, type SessionFor } from '../../src/cli/define-command.ts';
import { cancelledError } from '../../src/errors.ts';

/** One command for each way in which a process can come to its end. */
const command = (
  name: string,
  run: (session: SessionFor<'none'>, input: { answer?: string | undefined }) => Promise<{ said: string }>,
  ask = false,
): GroupEntry => ({
  name,
  summary: name,
  load: async () =>
    defineCommand({
      examples: [],
      options: [{ flags: '--answer <text>', summary: 'the answer' }],
      database: 'none',
      ...(ask ? { ask: [{ answers: 'answer', when: () => true, message: 'Well?' }] } : {}),
      input: z.object({ answer: z.string().optional() }),
      run,
      view: { kind: 'text', text: ({ said }) => said },
    }),
});

const alive = () => setTimeout(() => {}, 20_000);

/** What a test waits for: how long a program takes to come so far, nobody knows. */
const tell = (word: string) => process.stderr.write(`${word}\n`);

export const groups: readonly GroupEntry[] = [
  command('ask', async (_session, { answer }) => ({ said: `answer: ${answer}` }), true),
  command('wait', async ({ signal }) => {
    const timer = alive();
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
    tell('waiting');
    await stopped;
    clearTimeout(timer);
    throw cancelledError();
  }),
  command('deaf', ({ signal }) => {
    alive();
    signal.addEventListener('abort', () => tell('asked'));
    tell('waiting');
    return new Promise(() => {});
  }),
  command('never', () => new Promise(() => {})),
  command('crash', () => {
    setTimeout(() => {
      throw new Error('out of the blue');
    });
    return new Promise(() => {});
  }),
  command('first-line', async ({ stdin }) => {
    const chunk = await new Promise<Buffer>((resolve) => stdin.once('data', resolve));
    return { said: chunk.toString('utf8').split('\n', 1)[0] ?? '' };
  }),
  command('much', async () => ({ said: 'x'.repeat(5_000_000) })),
];
