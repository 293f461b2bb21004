import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isPostgresUrl, showLocation } from './db/location.ts';
import { usageError } from './errors.ts';
import { parseServer, showServer } from './mail/server.ts';
import { type Format, formats } from './output/settings.ts';

export type Origin = 'option' | 'environment' | 'file' | 'default';

/** A value and where it comes from. */
export interface Setting<Value> {
  value: Value;
  origin: Origin;
  /** The option, the variable or the file that says so. */
  source: string;
}

export const colorModes = ['auto', 'always', 'never'] as const;
export type ColorMode = (typeof colorModes)[number];

export const tlsModes = ['required', 'off'] as const;
export type TlsMode = (typeof tlsModes)[number];

/** The settings of the program, as opposed to the firm's, which live in the database. Empty stands for "not set". */
export interface Configuration {
  /** An absolute path or a postgres:// URL. */
  readonly db: Setting<string>;
  readonly output: Setting<Format>;
  readonly actor: Setting<string>;
  readonly color: Setting<ColorMode>;
  /** For how many seconds a command waits until another program lets go of the database. */
  readonly 'lock-timeout': Setting<number>;
  /** An smtp:// or smtps:// URL, with the password in it. */
  readonly 'smtp-url': Setting<string>;
  readonly 'smtp-tls': Setting<TlsMode>;
  /** An absolute path. */
  readonly 'mail-folder': Setting<string>;
  /** An absolute path; empty for a PostgreSQL database where nothing is set. */
  readonly files: Setting<string>;
}

export type ConfigurationKey = keyof Configuration;

/** What each setting of the program is, and where it can be set. */
export const programSettings: ReadonlyArray<{ key: ConfigurationKey; summary: string; places: string }> = [
  { key: 'db', summary: 'path or postgres:// URL of the database', places: '--db or KONTOR_DB' },
  { key: 'output', summary: 'output format', places: '-o or KONTOR_OUTPUT' },
  { key: 'actor', summary: 'who is written into the record of changes', places: '--actor or KONTOR_ACTOR' },
  { key: 'color', summary: colorModes.join(', '), places: '--no-color, NO_COLOR or FORCE_COLOR' },
  {
    key: 'lock-timeout',
    summary: 'seconds to wait for another program that has the database',
    places: 'KONTOR_LOCK_TIMEOUT',
  },
  { key: 'smtp-url', summary: 'smtp:// or smtps:// URL of the mail server', places: 'KONTOR_SMTP_URL' },
  {
    key: 'smtp-tls',
    summary: 'required, or off for a mail server that cannot do TLS',
    places: 'KONTOR_SMTP_TLS',
  },
  {
    key: 'mail-folder',
    summary: 'folder for mails as .eml files, in place of a mail server',
    places: 'KONTOR_MAIL_FOLDER',
  },
  {
    key: 'files',
    summary: 'folder of documents and photos; beside a SQLite database unless it is set',
    places: 'KONTOR_FILES',
  },
];

/** What the configuration is read from. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
  readonly systemUser: string | undefined;
}

/** The options that set something, as given. */
export interface ConfigurationOptions {
  db?: string;
  output?: string;
  actor?: string;
  /** `false` stands for `--no-color`. */
  color?: boolean;
}

export const configurationFile = 'kontor.config.json';

type Given = Setting<string> | undefined;

/**
 * Reads the settings of the program: option, then environment, then the nearest `kontor.config.json` from the working
 * folder upward, then the default. Throws usage errors for a value, a key or a file that cannot be used.
 */
export function readConfiguration(around: Surroundings, options: ConfigurationOptions): Configuration {
  const { env } = around;
  const file = readFile(around.cwd);
  const option = (value: string | undefined, source: string): Given =>
    value === undefined ? undefined : { value: required(value, source), origin: 'option', source };
  const variable = (name: string): Given => {
    const value = env[name];
    return value === undefined || value === '' ? undefined : { value, origin: 'environment', source: name };
  };
  const inFile = (key: ConfigurationKey): Given => {
    const value = file?.values[key];
    return file && value !== undefined ? { value, origin: 'file', source: file.path } : undefined;
  };

  const inFolder = (given: Given, folder: string): Given =>
    given && { ...given, value: path.resolve(folder, given.value) };
  const fileFolder = path.dirname(file?.path ?? around.cwd);

  const database =
    locate(option(options.db, '--db') ?? variable('KONTOR_DB'), around.cwd) ??
    locate(expandHome(inFile('db'), around.homeDir), fileFolder);
  const db = database ?? { value: path.join(dataFolder(around), 'kontor.db'), ...byDefault };
  return {
    db,
    output: oneOf(
      option(options.output, '--output') ?? variable('KONTOR_OUTPUT') ?? inFile('output'),
      formats,
      'table',
      'UNKNOWN_FORMAT',
      'format',
    ),
    actor:
      checkActor(option(options.actor, '--actor') ?? variable('KONTOR_ACTOR') ?? inFile('actor')) ??
      systemActor(around),
    color: oneOf(
      colorOption(options.color) ?? colorVariable(env) ?? inFile('color'),
      colorModes,
      'auto',
      'UNKNOWN_COLOR_MODE',
      'colour mode',
    ),
    'lock-timeout': seconds(variable('KONTOR_LOCK_TIMEOUT') ?? inFile('lock-timeout'), 30),
    'smtp-url': checkServer(variable('KONTOR_SMTP_URL') ?? inFile('smtp-url')) ?? notSet,
    'smtp-tls': oneOf(
      variable('KONTOR_SMTP_TLS') ?? inFile('smtp-tls'),
      tlsModes,
      'required',
      'UNKNOWN_TLS_MODE',
      'TLS mode',
    ),
    'mail-folder':
      inFolder(variable('KONTOR_MAIL_FOLDER'), around.cwd) ??
      inFolder(expandHome(inFile('mail-folder'), around.homeDir), fileFolder) ??
      notSet,
    files:
      inFolder(variable('KONTOR_FILES'), around.cwd) ??
      inFolder(expandHome(inFile('files'), around.homeDir), fileFolder) ??
      besideDatabase(db.value),
  };
}

/** The system is asked for the user when somebody wants to know: what only reads does not. */
const systemActor = (around: Surroundings): Setting<string> => ({
  get value() {
    return around.systemUser ?? 'unknown';
  },
  origin: 'default',
  get source() {
    return around.systemUser === undefined ? 'the system names no user' : 'system user';
  },
});

const byDefault = { origin: 'default', source: 'default' } as const;
const notSet = { value: '', ...byDefault };

/**
 * `kontor.db` has its files in `kontor.db.files`: no two databases may share a folder, or one would sweep what the other
 * needs. A database on a server has no folder that all its users share.
 */
const besideDatabase = (db: string): Setting<string> =>
  isPostgresUrl(db) ? notSet : { value: `${db}.files`, ...byDefault };

function required(value: string, source: string): string {
  if (value.trim() !== '') return value;
  throw usageError('INVALID_INPUT', `${source} must not be empty.`);
}

function oneOf<Value extends string>(
  given: Given,
  allowed: readonly Value[],
  fallback: Value,
  code: string,
  noun: string,
): Setting<Value> {
  if (given === undefined) return { value: fallback, ...byDefault };
  const value = allowed.find((candidate) => candidate === given.value);
  if (value !== undefined) return { ...given, value };
  throw usageError(code, `${given.source} names an unknown ${noun}: "${given.value}".`, {
    hint: `Valid: ${allowed.join(', ')}.`,
    details: { given: given.value, allowed },
  });
}

const mostSeconds = 3_600;

function seconds(given: Given, fallback: number): Setting<number> {
  if (given === undefined) return { value: fallback, ...byDefault };
  const value = Number(given.value);
  if (/^\d+$/.test(given.value) && value <= mostSeconds) return { ...given, value };
  throw usageError('INVALID_SECONDS', `${given.source} is not a number of seconds: "${given.value}".`, {
    hint: `Valid: whole numbers from 0 to ${mostSeconds}; with 0 a command does not wait at all.`,
    details: { given: given.value },
  });
}

const colorOption = (color: boolean | undefined): Given =>
  color === false ? { value: 'never', origin: 'option', source: '--no-color' } : undefined;

/** NO_COLOR set to anything wins over FORCE_COLOR; FORCE_COLOR=0 means never. */
function colorVariable(env: Surroundings['env']): Given {
  if (env.NO_COLOR) return { value: 'never', origin: 'environment', source: 'NO_COLOR' };
  if (!env.FORCE_COLOR) return undefined;
  const never = ['0', 'false'].includes(env.FORCE_COLOR);
  return { value: never ? 'never' : 'always', origin: 'environment', source: 'FORCE_COLOR' };
}

/** Relative paths start from `folder`; URLs of other databases than PostgreSQL are refused. */
function locate(given: Given, folder: string): Given {
  if (given === undefined) return given;
  const url = given.value.trim();
  if (isPostgresUrl(url)) {
    if (URL.canParse(url)) return { ...given, value: url };
    throw usageError('INVALID_DATABASE_URL', `${given.source} is not a valid postgres:// URL.`, {
      hint: 'In user names and passwords write / as %2F, # as %23, ? as %3F and @ as %40.',
    });
  }
  // A URL in quotes, or whose slashes were forgotten, is no path either, and what is behind its colon may be a password.
  const scheme = /([a-z][a-z\d+.-]*):\/\/|^["']?(postgres(?:ql)?):/i.exec(url);
  if (scheme !== null) {
    throw usageError(
      'UNKNOWN_DATABASE',
      `${given.source} names a database of an unknown kind: "${scheme[0]}".`,
      { hint: 'Give the path of a file, or a postgres:// URL; write it without quotes around it.' },
    );
  }
  return { ...given, value: path.resolve(folder, given.value) };
}

const longestActor = 200;

/** It stands in every entry of the record of changes, which is never changed again. */
function checkActor(given: Given): Given {
  if (given === undefined || given.value.length <= longestActor) return given;
  throw usageError(
    'INVALID_INPUT',
    `${given.source} must name somebody in at most ${longestActor} characters.`,
  );
}

/** The URL is not quoted: it may hold a password, wherever its mistake is. */
function checkServer(given: Given): Given {
  // What surrounds it is no part of it, and would keep its password from being found where it is shown.
  const trimmed = given && { ...given, value: given.value.trim() };
  if (trimmed === undefined || parseServer(trimmed.value) !== undefined) return trimmed;
  throw usageError('INVALID_SMTP_URL', `${trimmed.source} has no valid URL of a mail server.`, {
    hint:
      'It is smtp://user:password@host:587 or smtps://user:password@host:465; in user names and passwords write / as ' +
      '%2F, # as %23, ? as %3F, @ as %40 and % as %25.',
  });
}

/** No shell expands `~/` in the file, so we do. */
const expandHome = (given: Given, homeDir: string): Given =>
  given?.value.startsWith('~/') ? { ...given, value: path.join(homeDir, given.value.slice(2)) } : given;

/** Where this platform keeps the data of a user's programs. */
export function dataFolder({ env, homeDir, platform }: Surroundings): string {
  if (platform === 'darwin') return path.join(homeDir, 'Library', 'Application Support', 'kontor');
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA || path.join(homeDir, 'AppData', 'Local'), 'kontor');
  const xdg = env.XDG_DATA_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(homeDir, '.local', 'share'), 'kontor');
}

/** Where JSON is broken. What the parser itself says quotes the text around it, which may be a password. */
function placeIn(text: string, { message }: Error): string {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? '' : ` in line ${text.slice(0, Number(position)).split('\n').length}`;
}

interface ConfigurationFile {
  path: string;
  values: Partial<Record<ConfigurationKey, string>>;
}

function readFile(cwd: string): ConfigurationFile | undefined {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const file = path.join(folder, configurationFile);
    const text = readIfThere(file);
    if (text !== undefined) return { path: file, values: checkFile(file, text) };
    if (folder === path.dirname(folder)) return undefined;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    // Rather than have an error made for each folder.
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw usageError('INVALID_CONFIG', `${file} cannot be read (${code}).`, { cause: error });
  }
}

function checkFile(file: string, text: string): ConfigurationFile['values'] {
  const keys = programSettings.map((setting) => setting.key);
  const valid = `Valid keys: ${keys.join(', ')}.`;
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw usageError('INVALID_CONFIG', `${file} is not valid JSON${placeIn(text, error as Error)}.`, {
      cause: error,
    });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw usageError('INVALID_CONFIG', `${file} must hold one JSON object.`, { hint: valid });
  }
  const values: ConfigurationFile['values'] = {};
  for (const [key, value] of Object.entries(content)) {
    const known = keys.find((candidate) => candidate === key);
    if (known === undefined)
      throw usageError('INVALID_CONFIG', `${file} has an unknown key: "${key}".`, { hint: valid });
    if (typeof value !== 'string' || value.trim() === '' || value.includes('\0') || !value.isWellFormed()) {
      throw usageError(
        'INVALID_CONFIG',
        `${file}: "${key}" must be a text that is not empty, without NUL or broken characters.`,
      );
    }
    values[known] = value;
  }
  return values;
}

/** A setting of the program as it may be shown: passwords in a URL are masked. */
export const showSetting = (configuration: Configuration, key: ConfigurationKey): Setting<string> => {
  const value = String(configuration[key].value);
  const shown = key === 'db' ? showLocation(value) : key === 'smtp-url' ? showServer(value) : value;
  return { ...configuration[key], value: shown };
};
