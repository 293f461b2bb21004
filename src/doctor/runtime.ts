import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresUrl } from '../db/location.ts';
import type { Look } from '../domain/check/model.ts';
import { finding } from '../domain/check/rules.ts';
import type { Fact, Machine, Surroundings } from './model.ts';

export const nodeCheck = { name: 'node', summary: 'Node.js is new enough' };

/** The oldest version that works. */
const oldestNode = [20, 17] as const;

export function lookAtNode({ nodeVersion }: Machine): Look {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  const message = `Node.js ${nodeVersion} is too old: ${oldestNode.join('.')} is the oldest that works`;
  return {
    findings: isOld ? [finding({ message, count: 1, hint: 'Install a newer one: https://nodejs.org' })] : [],
    note: nodeVersion,
  };
}

export const terminalCheck = { name: 'terminal', summary: 'the terminal can show names as they are' };

/** Whether texts that are not English come out right. */
export function lookAtTerminal(machine: Machine): Look {
  if (!machine.stdoutIsTerminal) return { findings: [], skipped: 'standard output is no terminal' };
  if (isUtf8(machine)) return { findings: [] };
  return {
    findings: [
      finding({
        severity: 'warning',
        message: 'the terminal may not show umlauts and accents: the locale is not UTF-8',
        count: 1,
        hint: 'export LANG=C.UTF-8',
      }),
    ],
  };
}

const isUtf8 = ({ env, platform }: Machine): boolean =>
  platform === 'win32' || /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');

export const toolsCheck = { name: 'tools', summary: 'programs that backups need are there' };

/** Backups of PostgreSQL are made with its own tools. */
export async function lookAtTools({ configuration, machine }: Surroundings): Promise<Look> {
  if (!isPostgresUrl(configuration.db.value)) return { findings: [], note: 'SQLite needs none' };
  const missing: string[] = [];
  for (const tool of ['pg_dump', 'pg_restore']) if (!(await isOnPath(tool, machine))) missing.push(tool);
  if (missing.length === 0) return { findings: [] };
  return {
    findings: [
      finding({
        severity: 'warning',
        message: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not on the PATH: kontor db backup cannot work`,
        count: missing.length,
        hint: 'Install the client programs of PostgreSQL, in the version of the server or newer.',
      }),
    ],
  };
}

async function isOnPath(tool: string, { env, platform }: Machine): Promise<boolean> {
  const name = platform === 'win32' ? `${tool}.exe` : tool;
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    const place = path.join(folder, name);
    if (
      folder !== '' &&
      (await access(place, constants.X_OK).then(
        () => true,
        () => false,
      ))
    )
      return true;
  }
  return false;
}

/** What whoever helps wants to know first. Nothing here is secret: passwords in URLs are masked by the caller. */
export function factsOf({ configuration, machine }: Surroundings, database: string): Fact[] {
  const { env, columns, stdoutIsTerminal } = machine;
  const fromFile = Object.values(configuration).find(({ origin }) => origin === 'file');
  return [
    { name: 'kontor', value: machine.version },
    { name: 'node', value: `${machine.nodeVersion} on ${machine.platform}` },
    { name: 'database', value: `${database} (${configuration.db.source})` },
    { name: 'configuration', value: fromFile?.source ?? 'no kontor.config.json' },
    { name: 'files', value: configuration.files.value || 'not set' },
    {
      name: 'terminal',
      value: stdoutIsTerminal
        ? `${columns ?? '?'} columns, colour ${configuration.color.value}, ${env.LC_ALL || env.LC_CTYPE || env.LANG || 'no locale'}`
        : 'none',
    },
    { name: 'clock', value: `${machine.clock().toISOString()}, time zone ${env.TZ || timeZone()}` },
  ];
}

const timeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
