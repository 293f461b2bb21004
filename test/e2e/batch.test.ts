import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../helpers/databases.ts';
import { run, type Started, shell, start } from './program.ts';

/** Writes a line to a process that answers lines, and waits for its answer. */
const conversation = ({ child }: Started) => {
  if (child.stdout === null) throw new Error('the process has no standard output');
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return async (line: string) => {
    child.stdin?.write(`${line}\n`);
    const { value } = await answers.next();
    return JSON.parse(value as string);
  };
};

describe('batch', () => {
  onEachDatabase((db) => {
    const around = () => ({ db: db().location, folder: db().folder });

    it('answers a program that waits for each answer before it writes its next line', async () => {
      const process = start(around(), 'batch', '-', '-o', 'jsonl');
      const ask = conversation(process);
      const created = await ask('account create --new-contact "Ada Berg <ada@berg.example>"');
      expect(created).toMatchObject({ line: 1, outcome: 'created' });
      const { id } = created.result;
      expect(await ask(`account edit ${id} --name "Haus am See"`)).toMatchObject({
        line: 2,
        outcome: 'updated',
      });
      expect(await ask('account edit 99 --name X')).toMatchObject({ line: 3, exitCode: 3 });
      // What was answered is there for everybody.
      expect((await db().run('account', 'exists', 'Haus am See')).code).toBe(0);
      process.child.stdin?.end();
      expect(await process.ended).toMatchObject({ code: 5, err: '' });
    });

    it('Ctrl-C while it waits for more ends it, and says how far it came', async () => {
      const process = start(around(), 'batch', '-', '-o', 'jsonl');
      await conversation(process)('tag create VIP');
      process.child.kill('SIGINT');
      const { code, err } = await process.ended;
      expect(code).toBe(130);
      expect(JSON.parse(err).error).toMatchObject({
        code: 'CANCELLED',
        details: { lastLine: 1, done: 1, failed: 0 },
      });
    });

    it('kill -9 in the midst: every line that was answered is there, and none by half', async () => {
      const lines = Array.from(
        { length: 2_000 },
        (_, n) => `account create --new-contact "P${n} <p${n}@example.org>"`,
      );
      await writeFile(path.join(db().folder, 'many.txt'), `${lines.join('\n')}\n`);
      const { child, ended, seen } = start(around(), 'batch', 'many.txt', '-o', 'ids');
      const enough = new Promise<void>((resolve) => {
        child.stdout?.on('data', () => (seen().split('\n').length > 100 ? resolve() : undefined));
      });
      await enough;
      child.kill('SIGKILL');
      const { out } = await ended;
      const answered = out.split('\n').slice(0, -1).map(Number);
      expect(answered.length).toBeLessThan(2_000);
      const rows = (await db().run('account', 'list', '--json')).json() as Array<{ id: number }>;
      const ids = new Set(rows.map(({ id }) => id));
      expect(answered.filter((id) => !ids.has(id))).toEqual([]);
      const links = (await db().run('contact', 'list', '-o', 'count')).out;
      expect(Number(links)).toBe(rows.length);
    });

    it('takes its lines from a pipe, and stops when nobody reads its answers', async () => {
      const piped = await shell(around(), `printf 'tag create A\\ntag create B' | kontor batch - -o ids`);
      expect(piped).toMatchObject({ code: 0, out: '1\n2\n' });
      const ran = await run({ ...around(), stdin: 'tag list\n'.repeat(3) }, 'batch', '-');
      expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('3 ok: tag list: 2 found') });
      const closed = await shell(around(), 'yes "tag list" | head -n 5000 | kontor batch - | head -n 1');
      expect(closed.out).toBe('1 ok: tag list: 2 found\n');
    });
  });
});
