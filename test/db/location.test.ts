import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, inject, it } from 'vitest';
import { translateDatabaseError } from '../../src/db/errors.ts';
import { isPostgresUrl, showLocation } from '../../src/db/location.ts';
import { openDatabase } from '../../src/db/open.ts';

const secret = 'gehe1m';

describe('locations', () => {
  it.each([
    ['postgres://erika:gehe1m@db.example:5432/kontor', 'postgres://erika:***@db.example:5432/kontor'],
    [
      'postgresql://erika:gehe1m@db.example/kontor?sslmode=require',
      'postgresql://erika:***@db.example/kontor?sslmode=require',
    ],
    ['POSTGRES://erika:gehe1m@db.example/kontor', 'POSTGRES://erika:***@db.example/kontor'],
    ['postgres://:gehe1m@db.example/kontor', 'postgres://:***@db.example/kontor'],
    ['postgres://erika:gehe1m%40x@db.example/kontor', 'postgres://erika:***@db.example/kontor'],
    ['postgres://erika:a@gehe1m@db.example/kontor', 'postgres://erika:***@db.example/kontor'],
    ['postgres://erika:a/gehe1m?b#c@db.example/kontor', 'postgres://erika:***@db.example/kontor'],
    ['postgres://erika:a:gehe1m@db.example/kontor', 'postgres://erika:***@db.example/kontor'],
    [
      'postgres://erika@firm.example:gehe1m@db.example/kontor',
      'postgres://erika@firm.example:***@db.example/kontor',
    ],
    ['postgres://firm/erika:gehe1m@db.example/kontor', 'postgres://firm/erika:***@db.example/kontor'],
    [
      'postgres://db.example/kontor?user=erika&password=gehe1m',
      'postgres://db.example/kontor?user=erika&password=***',
    ],
    [
      'postgres://db.example/kontor?password=gehe1m&sslmode=require',
      'postgres://db.example/kontor?password=***&sslmode=require',
    ],
    ['postgres://db.example/kontor?PASSWORD=gehe1m', 'postgres://db.example/kontor?PASSWORD=***'],
    ['postgres://db.example/kontor?sslpassword=gehe1m', 'postgres://db.example/kontor?sslpassword=***'],
    [
      'postgres://erika:gehe1m@db.example/kontor?password=gehe1m',
      'postgres://erika:***@db.example/kontor?password=***',
    ],
    ['postgres://erika:x\ngehe1m@db.example/kontor', 'postgres://erika:***@db.example/kontor'],
    ['postgres://db.example:5432/kontor?password=a@gehe1m', 'postgres://***'],
    ['postgres://erika:a?password=gehe1m@db.example/kontor', 'postgres://***'],
  ])('%j is shown as %j', (location, shown) => {
    expect(showLocation(location)).toBe(shown);
    expect(showLocation(location)).not.toContain(secret);
    expect(openDatabase(location).location).toBe(shown);
  });

  it.each([
    'kontor.db',
    '/var/data/a:b@c.db',
    'postgres://db.example/kontor',
    'postgres://erika@db.example/kontor',
    'C:\\kontor.db',
  ])('%s holds no password and is shown as it is', (location) => {
    expect(showLocation(location)).toBe(location);
  });

  it('only a postgres URL names a server', () => {
    expect(['postgres://x', 'postgresql://x', 'PostgreSQL://x'].every(isPostgresUrl)).toBe(true);
    expect(['postgres.db', './postgres://x', 'mysql://x', 'postgres:/x', ''].some(isPostgresUrl)).toBe(false);
  });
});

describe('a PostgreSQL server', () => {
  const read = async (location: string): Promise<Error & { cause?: unknown }> => {
    const database = openDatabase(location);
    try {
      return await database.read(async () => new Error('it answered'));
    } catch (error) {
      return error as Error;
    } finally {
      await database.close();
    }
  };
  const unreachable = { kind: 'database', code: 'DATABASE_UNREACHABLE' };

  it('that does not answer is unreachable, and the password is not told', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await read(`postgres://erika:${secret}@${host}:${port}/kontor`);
      expect(error).toMatchObject({
        ...unreachable,
        message: `The database postgres://erika:***@${host}:${port}/kontor cannot be reached (ECONNREFUSED).`,
      });
      expect(JSON.stringify(error)).not.toContain(secret);
    }
  });

  it('whose name does not exist is unreachable', () => {
    const unknown = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    expect(translateDatabaseError(unknown, 'postgres://***')).toMatchObject(unreachable);
  });

  it('that hangs up is unreachable', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await read(`postgres://erika:${secret}@127.0.0.1:${port}/kontor`)).toMatchObject(unreachable);
    } finally {
      server.close();
    }
  });

  it('that refuses the user or the password, or has no such database, says which', async ({ skip }) => {
    const postgres = inject('postgres');
    if (postgres === undefined) return skip();
    const stranger = new URL(postgres.server);
    stranger.username = 'kontor_test_nobody';
    stranger.password = secret;
    const refused = await read(stranger.href);
    expect(refused).toMatchObject({
      ...unreachable,
      message: expect.stringContaining('the server refused the user or password'),
    });
    expect(`${refused.message} ${JSON.stringify(refused)}`).not.toContain(secret);
    const elsewhere = new URL(postgres.server);
    elsewhere.pathname = '/kontor_test_nowhere';
    expect(await read(elsewhere.href)).toMatchObject({
      ...unreachable,
      message: expect.stringContaining('there is no database of that name'),
      hint: expect.stringContaining('createdb'),
    });
  });

  it('with several addresses that all refuse is unreachable', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    const all = Object.assign(new AggregateError([refused, refused]), { code: 'ECONNREFUSED' });
    expect(translateDatabaseError(all, 'postgres://***')).toMatchObject(unreachable);
  });

  it('is not blamed for files that cannot be read', () => {
    const missing = Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open' });
    expect(translateDatabaseError(missing, 'x')).toBe(missing);
  });

  it('never tells the data of a failed statement', () => {
    for (const code of ['22P02', 'SQLITE_ERROR', 'SQLITE_MISMATCH', '23514']) {
      const driver = Object.assign(new Error(`insert into t values ('${secret}') - failed`), { code });
      const error = translateDatabaseError(driver, 'kontor.db') as Error;
      expect(error.message).not.toContain(secret);
      expect(error).toMatchObject({ name: 'KontorError', cause: driver });
    }
  });
});
