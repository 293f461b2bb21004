import type { Engine } from '../db/inspect/engine.ts';
import type { Look } from '../domain/check/model.ts';
import { finding } from '../domain/check/rules.ts';

export const engineCheck = {
  name: 'engine',
  summary: 'the database engine is new enough and keeps what it confirmed',
};

/** What an engine has to be set to, and what it means otherwise. */
interface Wanted {
  values: readonly string[];
  severity: 'error' | 'warning';
  otherwise: string;
}

const sqlite: Readonly<Record<string, Wanted>> = {
  journal_mode: {
    values: ['wal'],
    severity: 'error',
    otherwise: 'readers and writers stand in each other’s way',
  },
  synchronous: {
    values: ['2', '3'],
    severity: 'error',
    otherwise: 'a loss of power can take back what was confirmed',
  },
  foreign_keys: { values: ['1'], severity: 'error', otherwise: 'rows can refer to what is not there' },
  encoding: { values: ['UTF-8'], severity: 'warning', otherwise: 'texts take twice the space' },
};

const postgres: Readonly<Record<string, Wanted>> = {
  fsync: {
    values: ['on'],
    severity: 'error',
    otherwise: 'a loss of power can destroy the database',
  },
  full_page_writes: {
    values: ['on'],
    severity: 'error',
    otherwise: 'a loss of power can damage pages',
  },
  synchronous_commit: {
    values: ['on', 'local', 'remote_write', 'remote_apply'],
    severity: 'warning',
    otherwise: 'a loss of power can take back what was confirmed a moment before',
  },
  server_encoding: { values: ['UTF8'], severity: 'error', otherwise: 'not every name can be stored' },
};

/** What to do about a setting that we do not make ourselves, each time the file is opened. */
const hints: Readonly<Record<string, string>> = {
  journal_mode: 'kontor db migrate sets it.',
  fsync: 'Set fsync = on in postgresql.conf.',
  full_page_writes: 'Set full_page_writes = on in postgresql.conf.',
  synchronous_commit: 'In psql: alter database NAME set synchronous_commit = on',
  server_encoding: 'Make a new database with the encoding UTF8, and bring a backup back into it.',
};

/** The oldest versions that have all that is used. */
const oldest = { sqlite: 3.045, postgres: 13 };

/** Whether an engine is new enough and set as it should be. */
export function lookAtEngine({ name, version, settings }: Engine): Look {
  const isSqlite = name.startsWith('SQLite');
  const least = isSqlite ? oldest.sqlite : oldest.postgres;
  const findings: Look['findings'] = [];
  if (version < least) {
    findings.push(
      finding({
        message: `${name} is too old: ${isSqlite ? 'SQLite 3.45' : 'PostgreSQL 13'} is the oldest that has all that is used`,
        count: 1,
        hint: isSqlite ? 'Install kontor anew: it brings its own SQLite.' : 'Upgrade the server.',
      }),
    );
  }
  for (const [key, { values, severity, otherwise }] of Object.entries(isSqlite ? sqlite : postgres)) {
    const value = settings[key] ?? '';
    if (values.includes(value)) continue;
    findings.push(
      finding({
        severity,
        message: `${key} is ${value === '' ? 'unknown' : value}, not ${values[0]}: ${otherwise}`,
        count: 1,
        examples: [key],
        hint: hints[key] ?? null,
      }),
    );
  }
  return { findings, note: name };
}
