import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { clientHeadings, clientList, lineOnTerminal, onTerminal, start } from './program.ts';

describe('progress', () => {
  let db: TestDatabase;
  const around = () => ({ db: db.location, folder: db.folder });
  const listOf = (rows: number) =>
    writeFile(path.join(db.folder, 'clients.csv'), clientHeadings + clientList(rows));

  beforeEach(async () => {
    db = await freshDatabase('sqlite');
  });
  afterEach(() => dispose(db));

  it('is a bar on a terminal: it grows, fits, and is gone in the end', async () => {
    await listOf(15_000);
    const { code, out } = await onTerminal(around(), { columns: 80 }, 'import', 'clients.csv', '--dry-run');
    expect(code).toBe(0);
    // Each drawing begins at the beginning of the line.
    const drawn = out.split('\u001b[1G').filter((text) => text.startsWith('import'));
    const shares = drawn.map((text) => Number(/(\d+)%/.exec(text)?.[1]));
    expect(drawn.length).toBeGreaterThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(new Set(shares).size).toBeGreaterThan(1);
    for (const text of drawn) expect(text.split('\u001b')[0]?.length).toBeLessThan(80);
    expect(out).toMatch(/import {2}\[=*> *\] +\d+% {2}[\d,]+ rows {2}[\d,]+\/s {2}\d+ s left/);
    // Behind the line that was emptied nothing is drawn any more, and no mode of the terminal was touched.
    expect(out.slice(out.lastIndexOf('\u001b[2K'))).not.toContain('%');
    expect(out).not.toContain('\u001b[?');
  });

  it('a request to stop takes the bar away before it is said what became of it', async () => {
    await listOf(60_000);
    const line = 'NO_COLOR=1 "$NODE" "$KONTOR" import clients.csv & echo $! > pid; wait $!; echo code $?';
    const stop = async () => {
      process.kill(Number(await readFile(path.join(db.folder, 'pid'), 'utf8')), 'SIGTERM');
      return '';
    };
    const { out } = await lineOnTerminal(around(), { columns: 80, typed: [['import  [', stop]] }, line);
    expect(out).toContain('import  [');
    expect(out).toMatch(/\u001b\[2Kkontor: cancelled; nothing was written\r\ncode 130/);
    expect(out).not.toContain('\u001b[?');
  });

  it('is a plain line every few seconds where standard error is no terminal', async () => {
    const waiting = start(around(), 'import', '-', '--dry-run');
    waiting.child.stdin?.write(clientHeadings);
    // However slow the machine is: rows come until a line has come.
    for (let from = 1; waiting.seen() === '' && from < 60_000; from += 500) {
      waiting.child.stdin?.write(clientList(500, { from }));
      await later(200);
    }
    waiting.child.stdin?.end();
    const { code, out, err } = await waiting.ended;
    expect(code).toBe(0);
    expect(err).toMatch(/^import: [\d,]+ rows, [\d,.]+\/s\n/);
    expect(out).not.toContain('rows,');
  });
});
