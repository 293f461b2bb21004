import { describe, expect, it } from 'vitest';
import { groups } from '../../commands/index.ts';
import { globalOptions } from '../../src/cli/global-options.ts';
import { helpTopics } from '../../src/cli/topics/index.ts';
import { cli } from '../helpers/run-cli.ts';
import { surface } from './surface.ts';

const commands = await surface();
/** The program where neither a database nor a folder can be found: help needs none. */
const run = (...argv: string[]) => cli({ db: '/nowhere/kontor.db', cwd: '/nowhere' }).run(...argv);
/** Text without the places where its lines end. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('help', () => {
  it.each(commands.map((command) => [command.path, command] as const))('of %s', async (path, command) => {
    const { definition, summary } = command;
    const ran = await run(...path.split(' '), '--help');
    expect(ran).toMatchObject({ code: 0, err: '' });
    const text = flat(ran.out);
    expect(text.toLowerCase()).toContain(summary.toLowerCase());
    expect(text).toContain(`kontor ${path}`);
    expect(text).toContain(flat(definition.description ?? ''));
    for (const option of [...(definition.options ?? []), ...globalOptions]) {
      expect(text).toContain(option.flags);
      expect(text).toContain(flat(option.summary));
      for (const choice of option.choices ?? []) expect(text).toContain(choice);
    }
    for (const argument of definition.arguments ?? []) {
      expect(text).toContain(argument.name);
      expect(text).toContain(flat(argument.summary));
    }
    for (const example of definition.examples) expect(ran.out).toContain(`  ${example}\n`);
  });

  it.each(groups.map(({ name }) => [name]))('of the noun %s names its verbs', async (noun) => {
    const ran = await run(noun, '--help');
    expect(ran).toMatchObject({ code: 0, err: '' });
    for (const { path, summary } of commands) {
      if (path.startsWith(`${noun} `))
        expect(flat(ran.out)).toContain(`${path.slice(noun.length + 1)} ${summary}`);
    }
    const asked = await run('help', noun);
    expect(asked).toMatchObject({ code: 0, err: '' });
    // A topic of the same name is told behind it.
    expect(asked.out.startsWith(ran.out)).toBe(true);
    expect(asked.out === ran.out).toBe(!helpTopics.some(({ name }) => name === noun));
  });

  it('of the program names every noun and every global option', async () => {
    const ran = await run('--help');
    expect(ran).toMatchObject({ code: 0, err: '' });
    for (const { name, summary } of groups) expect(flat(ran.out)).toContain(`${name} ${summary}`);
    for (const { flags } of globalOptions) expect(ran.out).toContain(flags);
    expect((await run()).out).toBe(ran.out);
    expect((await run('help')).out).toBe(ran.out);
    expect((await run('-h')).out).toBe(ran.out);
  });

  it('stays within 80 columns, but for examples to be copied', async () => {
    for (const { path, definition } of commands) {
      const { out } = await run(...path.split(' '), '--help');
      const prose = out.split('\n').filter((line) => !definition.examples.includes(line.trim()));
      for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });
});

describe('every command', () => {
  it('has two to four examples that call it', () => {
    for (const { path, definition } of commands) {
      expect(definition.examples.length, path).toBeGreaterThanOrEqual(2);
      expect(definition.examples.length, path).toBeLessThanOrEqual(4);
      for (const example of definition.examples) expect(example, path).toContain(`kontor ${path}`);
    }
  });

  it('has options in kebab-case that no global option bears', () => {
    const taken = new Set(globalOptions.map(({ flags }) => /--[\w-]+/.exec(flags)?.[0]));
    for (const { path, definition } of commands) {
      for (const { flags } of definition.options ?? []) {
        const long = /--[\w-]+/.exec(flags)?.[0] ?? '';
        expect(long, path).toMatch(/^--[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(taken.has(long), `${path} ${long}`).toBe(false);
      }
    }
  });
});
