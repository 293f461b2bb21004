import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataFolder, readConfiguration, type Surroundings, showSetting } from '../../src/config.ts';
import { KontorError } from '../../src/errors.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kontor-config-'));
const inner = path.join(folder, 'a', 'b');
mkdirSync(inner, { recursive: true });

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  env: {},
  cwd: '/desk',
  homeDir: '/home/erika',
  platform: 'linux',
  systemUser: 'erika',
  ...more,
});

/** The surroundings of a working folder two levels below this configuration file. */
const withFile = (content: unknown, more: Partial<Surroundings> = {}): Surroundings => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path.join(folder, 'kontor.config.json'), text);
  return around({ cwd: inner, ...more });
};

const refusal = (work: () => unknown): KontorError => {
  try {
    work();
  } catch (error) {
    if (error instanceof KontorError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

const byDefault = { origin: 'default', source: 'default' };
/** Nothing that has to do with mail is set. */
const noMail = {
  'smtp-url': { value: '', ...byDefault },
  'smtp-tls': { value: 'required', ...byDefault },
  'mail-folder': { value: '', ...byDefault },
};

describe('precedence and origin', () => {
  const everywhere = {
    content: {
      db: 'file.db',
      actor: 'from file',
      output: 'csv',
      color: 'always',
      'lock-timeout': '4',
      'smtp-url': 'smtps://mail.example',
      'smtp-tls': 'required',
      'mail-folder': 'outbox',
      files: 'content',
    },
    env: {
      KONTOR_DB: 'env.db',
      KONTOR_ACTOR: 'from env',
      KONTOR_OUTPUT: 'jsonl',
      NO_COLOR: '1',
      KONTOR_LOCK_TIMEOUT: '3',
      KONTOR_SMTP_URL: 'smtp://erika:secret@mail.example:2525',
      KONTOR_SMTP_TLS: 'off',
      KONTOR_MAIL_FOLDER: 'mails',
      KONTOR_FILES: 'store',
    },
    options: { db: 'option.db', actor: 'from option', output: 'json', color: false },
  };

  const inEnvironment = {
    'lock-timeout': { value: 3, origin: 'environment', source: 'KONTOR_LOCK_TIMEOUT' },
    'smtp-url': {
      value: 'smtp://erika:secret@mail.example:2525',
      origin: 'environment',
      source: 'KONTOR_SMTP_URL',
    },
    'smtp-tls': { value: 'off', origin: 'environment', source: 'KONTOR_SMTP_TLS' },
    'mail-folder': {
      value: path.join(inner, 'mails'),
      origin: 'environment',
      source: 'KONTOR_MAIL_FOLDER',
    },
  };
  const filesInEnvironment = {
    files: { value: path.join(inner, 'store'), origin: 'environment', source: 'KONTOR_FILES' },
  };

  test('option', () => {
    const { env, content, options } = everywhere;
    expect(readConfiguration(withFile(content, { env }), options)).toEqual({
      ...inEnvironment,
      ...filesInEnvironment,
      db: { value: path.join(inner, 'option.db'), origin: 'option', source: '--db' },
      actor: { value: 'from option', origin: 'option', source: '--actor' },
      output: { value: 'json', origin: 'option', source: '--output' },
      color: { value: 'never', origin: 'option', source: '--no-color' },
    });
  });

  test('environment', () => {
    const { env, content } = everywhere;
    expect(readConfiguration(withFile(content, { env }), {})).toEqual({
      ...inEnvironment,
      ...filesInEnvironment,
      db: { value: path.join(inner, 'env.db'), origin: 'environment', source: 'KONTOR_DB' },
      actor: { value: 'from env', origin: 'environment', source: 'KONTOR_ACTOR' },
      output: { value: 'jsonl', origin: 'environment', source: 'KONTOR_OUTPUT' },
      color: { value: 'never', origin: 'environment', source: 'NO_COLOR' },
    });
  });

  test('file, found upward; its relative paths start from it', () => {
    const source = path.join(folder, 'kontor.config.json');
    expect(readConfiguration(withFile(everywhere.content), {})).toEqual({
      'lock-timeout': { value: 4, origin: 'file', source },
      'smtp-url': { value: 'smtps://mail.example', origin: 'file', source },
      'smtp-tls': { value: 'required', origin: 'file', source },
      'mail-folder': { value: path.join(folder, 'outbox'), origin: 'file', source },
      files: { value: path.join(folder, 'content'), origin: 'file', source },
      db: { value: path.join(folder, 'file.db'), origin: 'file', source },
      actor: { value: 'from file', origin: 'file', source },
      output: { value: 'csv', origin: 'file', source },
      color: { value: 'always', origin: 'file', source },
    });
  });

  test('default', () => {
    expect(readConfiguration(around(), {})).toEqual({
      ...noMail,
      'lock-timeout': { value: 30, ...byDefault },
      files: { value: '/home/erika/.local/share/kontor/kontor.db.files', ...byDefault },
      db: { value: '/home/erika/.local/share/kontor/kontor.db', origin: 'default', source: 'default' },
      actor: { value: 'erika', origin: 'default', source: 'system user' },
      output: { value: 'table', origin: 'default', source: 'default' },
      color: { value: 'auto', origin: 'default', source: 'default' },
    });
    expect(readConfiguration(around({ systemUser: undefined }), {}).actor.value).toBe('unknown');
  });

  test('empty variables count as not set; empty options are refused', () => {
    const env = {
      KONTOR_DB: '',
      KONTOR_ACTOR: '',
      KONTOR_OUTPUT: '',
      NO_COLOR: '',
      FORCE_COLOR: '',
      KONTOR_SMTP_URL: '',
    };
    expect(readConfiguration(around({ env }), {})).toEqual(readConfiguration(around(), {}));
    expect(refusal(() => readConfiguration(around(), { db: '' })).message).toContain('--db');
    expect(refusal(() => readConfiguration(around(), { actor: ' ' })).message).toContain('--actor');
  });
});

describe('where documents and photos are kept', () => {
  const files = (db: string, env: Record<string, string> = {}) =>
    readConfiguration(around({ env }), { db }).files;

  test.each([
    ['kontor.db', '/desk/kontor.db.files'],
    ['/srv/weiss.2025.sqlite', '/srv/weiss.2025.sqlite.files'],
    ['/srv/v1.2/book', '/srv/v1.2/book.files'],
  ])('beside the SQLite file %s', (db, value) => {
    expect(files(db)).toEqual({ value, ...byDefault });
  });

  test('nowhere for a server, unless it is said', () => {
    expect(files('postgres://erika@db.example/kontor')).toEqual({ value: '', ...byDefault });
    expect(files('postgres://erika@db.example/kontor', { KONTOR_FILES: '/srv/files' })).toEqual({
      value: '/srv/files',
      origin: 'environment',
      source: 'KONTOR_FILES',
    });
    expect(files('kontor.db', { KONTOR_FILES: '' }).value).toBe('/desk/kontor.db.files');
  });

  test('in the file, ~/ is the home of the user', () => {
    expect(readConfiguration(withFile({ files: '~/content' }), {}).files.value).toBe('/home/erika/content');
  });
});

describe('colour', () => {
  test.each([
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'never'],
    [{}, 'auto'],
  ])('%j is %s', (env, value) => {
    expect(readConfiguration(around({ env }), {}).color.value).toBe(value);
  });
});

describe('the database', () => {
  test('may be a URL of PostgreSQL; its password is never shown', () => {
    const url = 'postgres://erika:se%2Fcr%40t@db.example/kontor?sslpassword=hidden';
    const configuration = readConfiguration(around(), { db: url });
    expect(configuration.db.value).toBe(url);
    expect(showSetting(configuration, 'db').value).toBe(
      'postgres://erika:***@db.example/kontor?sslpassword=***',
    );
  });

  test('of another kind is refused', () => {
    expect(refusal(() => readConfiguration(around(), { db: 'mysql://x/y' }))).toMatchObject({
      kind: 'usage',
      code: 'UNKNOWN_DATABASE',
      message: expect.stringContaining('mysql://'),
    });
  });

  test('in the file may start with ~/; elsewhere that is the work of the shell', () => {
    expect(readConfiguration(withFile({ db: '~/k.db' }), {}).db.value).toBe('/home/erika/k.db');
    expect(readConfiguration(around(), { db: '~/k.db' }).db.value).toBe('/desk/~/k.db');
  });

  test.each<[Partial<Surroundings>, string]>([
    [{}, '/home/erika/.local/share/kontor'],
    [{ env: { XDG_DATA_HOME: '/data' } }, '/data/kontor'],
    [{ env: { XDG_DATA_HOME: 'relative' } }, '/home/erika/.local/share/kontor'],
    [{ platform: 'darwin' }, '/home/erika/Library/Application Support/kontor'],
    [{ platform: 'win32', env: { LOCALAPPDATA: '/AppData/Local' } }, '/AppData/Local/kontor'],
    [{ platform: 'win32' }, '/home/erika/AppData/Local/kontor'],
  ])('%j keeps its data in %s', (more, expected) => {
    expect(dataFolder(around(more))).toBe(expected);
  });
});

describe('the mail server', () => {
  const serverOf = (url: string) => readConfiguration(around({ env: { KONTOR_SMTP_URL: url } }), {});

  test.each([
    ['smtp://erika:se%2Fcr%40t@mail.example:587', 'smtp://erika:***@mail.example:587'],
    ['smtp://erika:se@cret@mail.example', 'smtp://erika:***@mail.example'],
    ['smtps://mail.example', 'smtps://mail.example'],
    ['smtp://erika:my secret@mail.example', 'smtp://erika:***@mail.example'],
    ['smtp://[::1]:25', 'smtp://[::1]:25'],
  ])('%s is shown as %s', (url, shown) => {
    const configuration = serverOf(url);
    expect(configuration['smtp-url'].value).toBe(url);
    expect(showSetting(configuration, 'smtp-url').value).toBe(shown);
  });

  test('spaces around it are no part of it, and keep no password from being masked', () => {
    const configuration = serverOf(' smtp://erika:secret@mail.example\u00a0\n');
    expect(configuration['smtp-url'].value).toBe('smtp://erika:secret@mail.example');
    expect(showSetting(configuration, 'smtp-url').value).toBe('smtp://erika:***@mail.example');
  });

  test.each([
    'mail.example',
    'http://erika:secret@mail.example',
    'smtp://',
    'smtp://erika:secret',
    'smtp://erika:sec/ret@mail.example',
    'smtp://erika:12/secret@mail.example',
    'smtp://erika:sec?ret@mail.example',
    'smtp://erika:sec#ret@mail.example',
    'smtp://erika:secret%@mail.example',
    'smtp://erika@mail.example',
    'smtp://:secret@mail.example',
    'sm\ttp://erika:secret@mail.example',
    '\u0001smtp://erika:secret@mail.example',
  ])('%s is refused, and not shown', (url) => {
    const error = refusal(() => serverOf(url));
    expect(error).toMatchObject({ kind: 'usage', code: 'INVALID_SMTP_URL' });
    expect(error.message).toContain('KONTOR_SMTP_URL');
    expect(`${error.message} ${error.hint} ${JSON.stringify(error.details)}`).not.toMatch(/sec|ret@/);
  });

  test('TLS is required or off, nothing between', () => {
    expect(() => readConfiguration(around({ env: { KONTOR_SMTP_TLS: 'maybe' } }), {})).toThrow(
      'KONTOR_SMTP_TLS names an unknown TLS mode: "maybe"',
    );
  });

  test('the folder of the file may start with ~/', () => {
    expect(readConfiguration(withFile({ 'mail-folder': '~/mails' }), {})['mail-folder'].value).toBe(
      '/home/erika/mails',
    );
  });
});

describe('how long a lock is waited for', () => {
  const given = (value: string) => readConfiguration(around({ env: { KONTOR_LOCK_TIMEOUT: value } }), {});

  test.each(['-1', '1.5', '3601', 'soon', '30s', ' '])('%j is no number of seconds', (value) => {
    expect(refusal(() => given(value))).toMatchObject({ kind: 'usage', code: 'INVALID_SECONDS' });
    expect(() => given(value)).toThrow(`KONTOR_LOCK_TIMEOUT is not a number of seconds: "${value}"`);
  });

  test.each(['0', '3600'])('%s is one', (value) => {
    expect(given(value)['lock-timeout'].value).toBe(Number(value));
    expect(showSetting(given(value), 'lock-timeout').value).toBe(value);
  });
});

describe('a file that cannot be used', () => {
  test.each<[string, unknown, string]>([
    ['no JSON', '{"db": ', 'not valid JSON'],
    ['no object', [], 'one JSON object'],
    ['an unknown key', { database: 'x' }, '"database"'],
    ['a value that is no text', { db: 5 }, '"db"'],
    ['an empty value', { actor: '' }, '"actor"'],
    ['an unknown format', { output: 'xml' }, '"xml"'],
    ['an unknown colour mode', { color: 'pink' }, '"pink"'],
  ])('%s is refused, naming the file', (_case, content, what) => {
    const error = refusal(() => readConfiguration(withFile(content), {}));
    expect(error.kind).toBe('usage');
    expect(error.message).toContain(path.join(folder, 'kontor.config.json'));
    expect(error.message).toContain(what);
  });

  test('an unknown key is answered with the valid ones', () => {
    expect(refusal(() => readConfiguration(withFile({ x: 'y' }), {})).hint).toBe(
      'Valid keys: db, output, actor, color, lock-timeout, smtp-url, smtp-tls, mail-folder, files.',
    );
  });

  test('a byte order mark is no mistake', () => {
    expect(readConfiguration(withFile('\uFEFF{"actor": "Jan"}'), {}).actor.value).toBe('Jan');
  });
});
