import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type { AnyCommand } from '../../src/cli/define-command.ts';
import { KontorError, notFoundError } from '../../src/errors.ts';
import { cli } from '../helpers/run-cli.ts';
import { echo, sampleApplication } from './sample-application.ts';

/** Runs one command, `thing create`, and keeps the book on the database. */
const setting = (command: AnyCommand, options: Parameters<typeof cli>[0] = {}, missing = false) => {
  const log: string[] = [];
  const program = cli({ ...options, application: sampleApplication({ create: command }, log, missing) });
  return { log, run: (...argv: string[]) => program.run('thing', 'create', ...argv) };
};

describe('the unit of work', () => {
  test('a read renders inside its transaction: lists are read while they are shown', async () => {
    const log: string[] = [];
    const command = echo('read', {
      run: async () => ({
        rows: (function* () {
          log.push('row');
          yield { thing: 'a' };
        })(),
        total: async () => 1,
      }),
      view: {
        kind: 'list',
        fields: [{ key: 'thing', heading: 'Thing' }],
        id: ({ thing }: { thing: string }) => thing,
        empty: 'Nothing.',
      },
      report: () => [],
    });
    const ran = await cli({ application: sampleApplication({ create: command }, log) }).run(
      'thing',
      'create',
      'x',
      '-o',
      'ids',
    );
    expect(ran).toMatchObject({ code: 0, out: 'a\n' });
    expect(log).toEqual(['read begins', 'row', 'read ends', 'close']);
  });

  test('a write is committed before anything is said', async () => {
    const { log, run } = setting(echo('write'));
    const ran = await run('box');
    expect(log).toEqual(['write begins', 'write ends', 'close']);
    expect(ran).toMatchObject({ code: 0, err: '✓ made box\n' });
  });

  test('--dry-run is the real run, rolled back, and says so', async () => {
    const { log, run } = setting(echo('write'));
    const ran = await run('box', '--dry-run');
    expect(log).toEqual(['dry run begins', 'dry run ends', 'close']);
    expect(ran.err).toMatch(/dry run: nothing was written\n$/);
  });

  test('a write that only reads when called like this runs as a read, dry or not', async () => {
    const command = echo('write', {
      onlyReads: ({ thing }: { thing: string }) => thing === 'box',
    });
    const { log, run } = setting(command);
    expect(await run('box')).toMatchObject({ code: 0 });
    expect((await run('box', '-n')).err).not.toContain('dry run');
    expect(log).toEqual(['read begins', 'read ends', 'close', 'read begins', 'read ends', 'close']);
    await run('bag');
    expect(log).toContain('write begins');
  });

  test('an operation is given the clock, the actor and the command', async () => {
    const seen = vi.fn();
    const { run } = setting(
      echo('write', {
        run: async ({ deps }, input) => {
          seen(deps.clock().toISOString(), deps.actor, deps.command);
          return input;
        },
      }),
    );
    await run('box', '--actor', 'Erika');
    expect(seen).toHaveBeenCalledWith('2026-03-04T05:06:07.890Z', 'Erika', 'thing create');
  });

  test('an optional database may be missing', async () => {
    const command = echo('optional', {
      run: async ({ deps }, input) => ({ ...input, type: deps ? 'with' : 'without' }),
    });
    expect((await setting(command).run('box', '--json')).json().type).toBe('with');
    expect((await setting(command, {}, true).run('box', '--json')).json().type).toBe('without');
  });

  test('a missing database ends a read with code 6', async () => {
    const { run } = setting(echo('read'), {}, true);
    expect((await run('box', '--json')).error()).toMatchObject({ code: 'DATABASE_MISSING', exitCode: 6 });
  });

  test('work on the schema is given the schema, the dry run, and writes of its own', async () => {
    const command = echo('schema', {
      run: async ({ schema, dryRun, write }, input) => {
        await schema.migrate({ dryRun });
        return write(async () => input);
      },
    });
    const { log, run } = setting(command);
    await run('box', '-n');
    expect(log).toEqual(['migrate (dry)', 'dry run begins', 'dry run ends', 'close']);
  });

  test('the database is closed after an error', async () => {
    const { log, run } = setting(
      echo('write', { run: () => Promise.reject(notFoundError('NO_SUCH', 'no such box')) }),
    );
    expect(await run('box')).toMatchObject({ code: 3, err: 'kontor: no such box\n' });
    expect(log.at(-1)).toBe('close');
  });

  test('Ctrl-C during a write rolls it back', async () => {
    const interruption = new AbortController();
    const command = echo('write', {
      run: async (_session, input) => {
        interruption.abort(new KontorError('cancelled', 'CANCELLED', 'cancelled; nothing was written'));
        return input;
      },
    });
    const { run } = setting(command, { signal: interruption.signal });
    expect(await run('box')).toMatchObject({
      code: 130,
      out: '',
      err: 'kontor: cancelled; nothing was written\n',
    });
  });

  test('Ctrl-C during a list stops it', async () => {
    const interruption = new AbortController();
    const command = echo('none', {
      run: async () => {
        interruption.abort();
        return { thing: 'x' };
      },
    });
    const { run } = setting(command, { signal: interruption.signal });
    expect(await run('box', '--json')).toMatchObject({ code: 130, out: '' });
  });
});

describe('endings', () => {
  test('an ending that is no error decides the exit code', async () => {
    const { run } = setting(echo('none', { ending: () => 'partial' }));
    expect(await run('box', '--json')).toMatchObject({ code: 5, err: '' });
  });

  test('a defect is one line; its trace comes with --debug', async () => {
    const command = echo('none', { run: () => Promise.reject(new TypeError('x is not\na function')) });
    const { run } = setting(command);
    const plain = await run('box');
    expect(plain.code).toBe(1);
    expect(plain.err).toMatch(/^kontor: Unexpected error: x is not\nhint: .*--debug.*\n$/);
    expect((await run('box', '--debug')).err).toMatch(/\n {4}at /);
    const machine = await run('box', '--debug', '--json');
    expect(machine.error()).toMatchObject({ code: 'DEFECT', exitCode: 1 });
    expect(machine.error().details.stack).toMatch(/\n {4}at /);
  });

  test('--debug shows where a cause arose, but not its message: drivers put data into it', async () => {
    const cause = Object.assign(new Error("insert into t values ('secret')"), { code: 'SQLITE_BUSY' });
    const error = new KontorError('database', 'DATABASE_LOCKED', 'in use', { cause });
    const { err } = await setting(echo('none', { run: () => Promise.reject(error) })).run('box', '--debug');
    expect(err).toContain('caused by: Error SQLITE_BUSY\n    at ');
    expect(err).not.toContain('secret');
  });

  test('--quiet leaves out what was done', async () => {
    expect(await setting(echo('write')).run('box', '-q')).toMatchObject({ code: 0, err: '' });
  });
});

describe('input that the schema refuses', () => {
  const strict = echo('none', {
    input: z.object({
      thing: z.string().refine((text) => text !== 'no', 'must be a good name'),
      postalCode: z.string().max(5, 'must have at most 5 characters').optional(),
      tag: z.array(z.string().refine((text) => text !== '', 'must not be empty')).optional(),
    }),
  });

  test('is named as it was typed, with what was given and what is allowed; all of it', async () => {
    const ran = await setting(strict).run(
      'no',
      '--postal-code',
      '101150',
      '--tag',
      'a',
      '--tag',
      '',
      '--json',
    );
    expect(ran.code).toBe(2);
    expect(ran.error()).toMatchObject({
      code: 'INVALID_INPUT',
      message:
        '<thing> must be a good name, not "no"; --postal-code must have at most 5 characters (given: "101150"); ' +
        '--tag must not be empty.',
      details: {
        issues: [
          { option: '<thing>', given: 'no', message: 'must be a good name' },
          { option: '--postal-code', given: '101150', message: 'must have at most 5 characters' },
          { option: '--tag', given: '', message: 'must not be empty' },
        ],
      },
    });
  });

  test('is found behind nested keys', async () => {
    const nested = echo('none', {
      collect: ({ options }) => ({ address: { postalCode: options.postalCode } }),
      input: z.object({ address: z.object({ postalCode: z.string(), city: z.string().optional() }) }),
    });
    expect((await setting(nested).run('x')).err).toContain('kontor: --postal-code is missing.');
  });

  test('an issue about the whole stands by itself', async () => {
    const whole = echo('none', {
      input: z.looseObject({}).refine(() => false, 'a thing needs a type or a tag'),
    });
    expect((await setting(whole).run('x')).err).toContain('kontor: a thing needs a type or a tag.\n');
  });
});
