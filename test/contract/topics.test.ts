import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { groups } from '../../commands/index.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { helpTopics } from '../../src/cli/topics/index.ts';
import { programSettings } from '../../src/config.ts';
import { cli } from '../helpers/run-cli.ts';
import { sources } from './sources.ts';
import { surface } from './surface.ts';

const commands = await surface();
/** The names of the variables that the program looks at. */
const looked = sources('src', 'bin')
  .filter(({ file }) => file !== 'bin/demo.ts')
  .flatMap(({ code }) => [...code.matchAll(/\benv\.([A-Z_]{2,})|variable\('([A-Z_]+)'\)/g)])
  .map(([, one, other]) => one ?? other ?? '');
const run = (...argv: string[]) => cli({ db: '/nowhere/kontor.db', cwd: '/nowhere' }).run(...argv);
const flat = (text: string) => text.replace(/\s+/g, ' ');
const read = (file: string) => readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8');

describe('topics', () => {
  it('are those that were promised, and are named by the help of the program', async () => {
    const names = helpTopics.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['exit-codes', 'output', 'references', 'filter', 'import', 'environment']),
    );
    const { out } = await run('--help');
    for (const { name, summary } of helpTopics) expect(flat(out)).toContain(`${name} ${summary}`);
  });

  it.each(helpTopics.map((topic) => [topic.name, topic] as const))(
    '%s says all that it has, within 80 columns',
    async (name, topic) => {
      const { code, out, err } = await run('help', name);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const copied: string[] = [];
      for (const passage of await topic.load()) {
        if (typeof passage === 'string') expect(flat(out)).toContain(flat(passage));
        else if ('lines' in passage) copied.push(...passage.lines);
        else if ('text' in passage) expect(out).toContain(passage.text.trimEnd());
        else
          for (const [term, meaning] of passage.terms)
            expect(flat(out)).toContain(flat(`${term} ${meaning}`));
      }
      for (const line of copied) expect(out).toContain(`  ${line}\n`);
      for (const line of out.split('\n').filter((line) => !/^ {2}kontor/.test(line))) {
        // Filters are examples, too.
        expect(line.length, line).toBeLessThanOrEqual(name === 'filter' ? 100 : 80);
      }
    },
  );

  it('speak of commands and options that there are', async () => {
    for (const topic of helpTopics) {
      for (const passage of await topic.load()) {
        const lines =
          typeof passage === 'string'
            ? [passage]
            : 'terms' in passage
              ? passage.terms.flat()
              : 'lines' in passage
                ? passage.lines
                : passage.text.split('\n');
        for (const line of lines) {
          for (const [, noun = '', verb = ''] of line.matchAll(
            /\bkontor ([a-z][a-z-]+)(?: ([a-z][a-z-]+))?/g,
          )) {
            if (noun === 'help') continue;
            const paths = commands.map(({ path: command }) => command);
            expect(paths.includes(noun) || paths.includes(`${noun} ${verb}`), `${topic.name}: ${line}`).toBe(
              true,
            );
          }
        }
      }
    }
  });

  it('name each variable that the program looks at, and each setting', async () => {
    const { out } = await run('help', 'environment');
    expect(new Set(looked).size).toBeGreaterThan(10);
    for (const name of looked) expect(out).toContain(name);
    for (const { key, summary } of programSettings) expect(flat(out)).toContain(`${key} ${summary}`);
  });

  it('a topic or command that there is not is answered with the nearest (exit 2)', async () => {
    const wrong = async (...argv: string[]) => (await run('help', ...argv, '--json')).error();
    expect(await wrong('exit-code')).toMatchObject({
      code: 'UNKNOWN_TOPIC',
      exitCode: 2,
      hint: 'Did you mean `kontor help exit-codes`?',
    });
    expect((await wrong('acount')).hint).toBe('Did you mean `kontor help account`?');
    expect((await wrong('client')).hint).toBe('Did you mean `kontor help account`?');
    expect((await wrong('zzzz')).hint).toContain('Topics: exit-codes');
    expect((await wrong('account', 'lst')).code).toBe('UNKNOWN_COMMAND');
    expect((await wrong('account', 'list', 'more')).code).toBe('UNEXPECTED_ARGUMENT');
    expect((await run('help', '--format', 'xml')).err).toContain('text, json, man');
    expect((await run('help', 'account', '--format', 'man')).code).toBe(2);
  });
});

describe('help as data', () => {
  it('is the whole surface', async () => {
    const all = (await run('help', '--format', 'json')).json();
    expect(all.nouns.map(({ name }: { name: string }) => name)).toEqual(groups.map(({ name }) => name));
    const found = all.nouns.flatMap((noun: { self: object | null; verbs: object[] }) =>
      [noun.self ?? [], noun.verbs].flat(),
    );
    expect(found.map(({ command }: { command: string }) => command)).toEqual(
      commands.map(({ path: command }) => command),
    );
    for (const [index, { definition }] of commands.entries()) {
      expect(found[index].examples).toEqual(definition.examples);
      expect(found[index].options.map(({ flags }: { flags: string }) => flags)).toEqual(
        (definition.options ?? []).map(({ flags }) => flags),
      );
      expect(found[index].arguments).toHaveLength(definition.arguments?.length ?? 0);
    }
    expect(all.exitCodes).toEqual(Object.values(exitCodes));
    expect((await run('help', '-o', 'json')).json()).toEqual(all);
  });

  it('of a noun, a verb and a topic is the part of it', async () => {
    const list = (await run('help', 'account', 'ls', '--format=json')).json();
    expect(list).toMatchObject({
      command: 'account list',
      aliases: ['ls'],
      writes: false,
      confirms: false,
      fields: expect.arrayContaining(['id', 'name']),
      options: expect.arrayContaining([
        {
          flags: '--type <type>',
          name: '--type',
          short: null,
          value: 'required',
          summary: 'only accounts of this type',
          choices: ['individual', 'company'],
          suggests: [],
          repeatable: false,
        },
      ]),
    });
    const noun = (await run('help', 'account', '--format', 'json')).json();
    expect(noun.verbs).toContainEqual(list);
    expect((await run('help', 'output', '--json')).json()).toMatchObject({ name: 'output' });
    expect((await run('help', 'import', '--json')).json()).toMatchObject({
      self: { command: 'import' },
      topic: { name: 'import' },
    });
  });
});

describe('the manual', () => {
  it('has every command, option, topic and exit code, and is as roff wants it', async () => {
    const { out, code } = await run('help', '--format', 'man');
    expect(code).toBe(0);
    expect(out).toMatch(/^\.TH KONTOR 1 2026-03-04 "kontor /);
    const text = out.replaceAll('\\-', '-');
    for (const { path: command, definition } of commands) {
      expect(text).toContain(`kontor ${command}`);
      for (const { flags } of definition.options ?? []) expect(text).toContain(`.B "${flags}"`);
    }
    // Nothing but the macros that are meant stands in the first place of a line.
    for (const line of out.split('\n'))
      expect(line).toMatch(/^(?:\.(?:TH|SH|SS|PP|TP|B|I|RI|RS|RE|nf|fi|br)\b|[^.']|$)/);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'kontor-man-'));
    try {
      writeFileSync(path.join(folder, 'kontor.1'), out);
      for (const [program, ...args] of [
        ['mandoc', '-Tlint', '-Wwarning'],
        ['groff', '-ww', '-man', '-Tutf8'],
      ] as const) {
        const { status, error, stderr, stdout } = spawnSync(program, [...args, 'kontor.1'], {
          cwd: folder,
          encoding: 'utf8',
        });
        if (error !== undefined)
          process.stdout.write(`The manual is not read by ${program}: it is not installed.\n`);
        else
          expect({ status, said: program === 'mandoc' ? stdout + stderr : stderr }).toEqual({
            status: 0,
            said: '',
          });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('exit codes', () => {
  it.each(['README.md', 'commands/README.md'])('%s says the same of them', (file) => {
    const rows = [...read(file).matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [
      Number(code),
      meaning,
    ]);
    expect(rows).toEqual(Object.values(exitCodes).map(({ code, meaning }) => [code, meaning]));
  });
});
