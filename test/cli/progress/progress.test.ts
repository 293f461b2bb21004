import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ProgressKind, startProgress } from '../../../src/cli/progress.ts';
import { cli } from '../../helpers/run-cli.ts';
import { echo, sampleApplication } from '../sample-application.ts';

const started = (kind: ProgressKind, signal = new AbortController().signal) => {
  const stderr = Object.assign(new PassThrough(), { columns: 60 });
  let text = '';
  stderr.on('data', (chunk) => {
    text += chunk;
  });
  const progress = startProgress({ stderr, signal, elapsed: () => performance.now() }, 'import', kind);
  const shown = async () => {
    await new Promise(setImmediate);
    return text;
  };
  return { ...progress, shown };
};
const rows = (done: number) => ({ unit: 'rows', done, total: 1000 });

describe('progress', () => {
  beforeEach(() => {
    // The bar is loaded when it is first needed, which is not a matter of the clock.
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
  });
  afterEach(() => vi.useRealTimers());
  const loaded = async () => {
    await import('../../../src/cli/progress/bar.ts');
    await new Promise(setImmediate);
  };

  test('as lines: one every few seconds', async () => {
    const { say, shown } = started('lines');
    for (let second = 0; second <= 7; second += 0.5) {
      say(rows(second * 100));
      vi.advanceTimersByTime(500);
    }
    expect(await shown()).toBe(
      'import: 300 of 1,000 rows, 100/s, about 7 s left\nimport: 600 of 1,000 rows, 100/s, about 4 s left\n',
    );
  });

  test('as a bar: after half a second, ten times a second at most, and gone at the end', async () => {
    const { say, clear, shown } = started('bar');
    say(rows(1));
    vi.advanceTimersByTime(400);
    say(rows(2));
    await loaded();
    expect(await shown()).toBe('');
    for (let ms = 400; ms <= 3_400; ms += 10) {
      say(rows(ms / 10));
      vi.advanceTimersByTime(10);
      if (ms === 600) await loaded();
    }
    const before = await shown();
    expect(before).toContain('import  [');
    expect(before.split('import').length).toBeLessThan(35);
    expect(before.split('import').length).toBeGreaterThan(15);
    clear();
    const after = (await shown()).slice(before.length);
    // The cursor stands at the beginning of a line that was emptied.
    expect(after).toMatch(/\u001b\[1G\u001b\[2K$/);
    // Nothing was switched that a killed program would leave behind: cursor and wrapping are as they were.
    expect(before + after).not.toMatch(/\u001b\[\?/);
    vi.advanceTimersByTime(5_000);
    expect(await shown()).toBe(before + after);
  });

  test('a bar that is no longer wanted when it comes is not drawn', async () => {
    const { say, clear, shown } = started('bar');
    vi.advanceTimersByTime(600);
    say(rows(1));
    clear();
    await loaded();
    vi.advanceTimersByTime(500);
    expect(await shown()).toBe('');
  });

  test('behind a request to stop only what is about it is said', async () => {
    const stop = new AbortController();
    const { say, shown } = started('lines', stop.signal);
    stop.abort();
    vi.advanceTimersByTime(10_000);
    say(rows(1));
    say({ ...rows(2), note: 'stopping after this mail' });
    expect(await shown()).toBe(
      'import: 2 of 1,000 rows, 0.2/s, about 1 h 23 min left, stopping after this mail\n',
    );
  });
});

describe('how progress is shown', () => {
  afterEach(() => vi.useRealTimers());
  /** Runs a command that takes four seconds by its own clock, and says how far it is. */
  const err = async (
    terminal: { stdout?: boolean; stderr?: boolean },
    env: Record<string, string>,
    ...argv: string[]
  ) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
    const slow = echo('none', {
      run: async ({ progress }, input) => {
        for (let ms = 0; ms < 4_000; ms += 100) {
          progress(rows(ms / 10));
          vi.advanceTimersByTime(100);
          await new Promise(setImmediate);
        }
        return input;
      },
    });
    await import('../../../src/cli/progress/bar.ts');
    const ran = await cli({ terminal, env, application: sampleApplication({ create: slow }) }).run(
      ...['thing', 'create', 'box', '--no-color', ...argv],
    );
    expect(ran.code).toBe(0);
    return ran.err;
  };

  test('a bar on a terminal, whatever the format, gone before the report', async () => {
    const shown = await err({ stdout: true, stderr: true }, {});
    expect(shown).toContain('thing create  [');
    expect(shown.slice(shown.lastIndexOf('\u001b'))).toBe('\u001b[2K✓ made box\n');
    expect(await err({ stderr: true }, {}, '--json')).toContain('thing create  [');
  });

  test('lines where standard error is no terminal, or a dumb one', async () => {
    for (const [terminal, env] of [
      [{}, {}],
      [{ stderr: true }, { TERM: 'dumb' }],
    ] as const) {
      expect(await err(terminal, env)).toBe(
        'thing create: 300 of 1,000 rows, 100/s, about 7 s left\n✓ made box\n',
      );
    }
  });

  test('nothing with --quiet, nor among what programs read on standard error', async () => {
    expect(await err({ stderr: true }, {}, '-q')).toBe('');
    expect(await err({}, {}, '-q')).toBe('');
    expect(await err({}, {}, '--json')).toBe('');
  });
});
