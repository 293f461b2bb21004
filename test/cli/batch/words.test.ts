import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { argumentsOf } from '../../../src/cli/batch/arguments.ts';
import { wordsOf } from '../../../src/cli/batch/words.ts';

describe('a line as a shell takes it apart', () => {
  it.each([
    `account create --new-contact "Erika Müller <erika@mueller.example>"`,
    `a  b\tc`,
    `'single "quotes" and \\ stay'`,
    `"double \\"quotes\\" and \\\\ and \\n"`,
    String.raw`back\ slash \"quote \\ \'`,
    `join'ed 'to"gether now"`,
    `'' "" x`,
    `it''s a"" word`,
    `tag create Rot #ff0000x`.replace(' #', ' x#'),
  ])('%s', (line) => {
    const words = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`])
      .toString()
      .split('\0');
    expect(wordsOf(line)).toEqual(words.slice(0, -1));
  });

  it('expands nothing', () => {
    expect(wordsOf('$HOME * ~ "$HOME" `x` {a,b} #ff0000 a#b !1')).toEqual([
      ...['$HOME', '*', '~', '$HOME', '`x`', '{a,b}', '#ff0000', 'a#b', '!1'],
    ]);
  });

  it.each([
    [`tag create "VIP`, 'UNCLOSED_QUOTE'],
    [`tag create 'VIP`, 'UNCLOSED_QUOTE'],
    ['tag create VIP\\', 'ENDS_IN_BACKSLASH'],
    ['account list | head', 'UNQUOTED_OPERATOR'],
    ['account list > file', 'UNQUOTED_OPERATOR'],
    ['tag create A; tag create B', 'UNQUOTED_OPERATOR'],
  ])('%s is refused (%s)', (line, code) => {
    expect(() => wordsOf(line)).toThrow(expect.objectContaining({ kind: 'usage', code }));
  });
});

describe('a line as what would stand behind the name of the program', () => {
  it.each([
    ['kontor tag list', ['tag', 'list']],
    ['{"argv":["tag","list","-o","x y"]}', ['tag', 'list', '-o', 'x y']],
    ['{"command":"account show","args":[42,"-1"]}', ['account', 'show', '--', '42', '-1']],
    [
      '{"command":"account create","options":{"newContact":["A","B"],"postal-code":10115,"createTags":true,"invite":false,"key":null}}',
      ['account', 'create', '--new-contact=A', '--new-contact=B', '--postal-code=10115', '--create-tags'],
    ],
  ])('%s', (line, words) => {
    expect(argumentsOf(line)).toEqual(words);
  });

  it.each([
    ['{"command":"account show"', 'not valid JSON'],
    ['{"command":"account show","arg":[1]}', '"arg"'],
    ['{"command":" "}', '"command"'],
    ['{"argv":["a"],"args":[]}', 'argv'],
    ['{"argv":"tag list"}', 'argv'],
    ['{"command":"x","options":[]}', 'options'],
    ['{"command":"x","options":{"a b":1}}', '"a b"'],
    ['{"command":"x","options":{"name":{"a":1}}}', 'options.name'],
    ['{"command":"x","args":[true]}', 'args'],
  ])('%s is refused, naming %s', (line, named) => {
    expect(() => argumentsOf(line)).toThrow(
      expect.objectContaining({ code: 'INVALID_LINE', message: expect.stringContaining(named) }),
    );
  });
});
