import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { parseFlags } from '../../src/cli/flags.ts';
import { cli } from '../helpers/run-cli.ts';
import { sampleApplication } from './sample-application.ts';

const show = defineCommand({
  examples: ['kontor thing show 42'],
  arguments: [{ name: 'thing', summary: 'its number' }],
  options: [
    { flags: '--all [part]', summary: 'everything', choices: ['lid', 'box'], repeatable: true },
    { flags: '--one [part]', summary: 'one of them', choices: ['lid', 'box'] },
    { flags: '--free [text]', summary: 'any text' },
  ],
  database: 'none',
  input: z.looseObject({ thing: z.string() }),
  run: async (_session, input) => input,
  view: { kind: 'record', fields: [], id: ({ thing }) => thing },
});
const run = (line: string) =>
  cli({ application: sampleApplication({ show }) }).run('thing', 'show', '--json', ...line.split(' '));

describe('an option whose value may be left out', () => {
  it.each<[string, object]>([
    ['42', {}],
    ['42 --all', { all: true }],
    ['42 --all --json', { all: true }],
    ['42 --all lid', { all: ['lid'] }],
    ['42 --all=lid', { all: ['lid'] }],
    ['--all lid 42', { all: ['lid'] }],
    ['--all -- 42', { all: true }],
    ['42 --all lid --all box', { all: ['lid', 'box'] }],
    ['42 --all lid --all', { all: true }],
    ['42 --all --all lid', { all: true }],
    ['42 --one', { one: true }],
    ['42 --one lid --one box', { one: 'box' }],
    ['42 --free', { free: true }],
    ['42 --free text', { free: 'text' }],
  ])('%s', async (line, given) => {
    const ran = await run(line);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.json()).toEqual({ thing: '42', ...given });
  });

  it('a word behind it that is no value of it: how to write it without one', async () => {
    const ran = await run('--all 42');
    expect(ran.code).toBe(2);
    expect(ran.error()).toMatchObject({
      code: 'INVALID_INPUT',
      message: '--all must be one of lid, box, not "42".',
      hint: 'Without a value, --all goes behind the other words: kontor thing show 42 --all',
      details: { issues: [{ option: '--all', given: '42', allowed: ['lid', 'box'] }] },
    });
    const named = await cli({ application: sampleApplication({ show }) }).run(
      ...['thing', 'show', '--one', 'Erika Müller', '--json'],
    );
    expect(named.error().hint).toContain('kontor thing show "Erika Müller" --one');
  });

  it('a word that is a value of it is not taken for the argument', async () => {
    expect((await run('--all lid')).error()).toMatchObject({ code: 'MISSING_ARGUMENT' });
  });

  it('says so in the help', async () => {
    const { out } = await cli({ application: sampleApplication({ show }) }).run('thing', 'show', '--help');
    expect(out).toMatch(/--all \[part\] +everything \(one of: lid, box\)/);
  });

  it('is known from its flags', () => {
    expect(parseFlags('--all [part]')).toMatchObject({ takesValue: true, valueIsOptional: true });
    expect(parseFlags('--type <type>')).toMatchObject({ takesValue: true, valueIsOptional: false });
    expect(parseFlags('--no-wrap')).toMatchObject({ takesValue: false, valueIsOptional: false });
  });
});
