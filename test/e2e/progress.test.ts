import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { clientHeadings, clientList, onTerminal, shell, start } from './program.ts';

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
    // Started in the background, so that it can be stopped when a bar must be there.
    const line =
      'stty cols 80; NO_COLOR=1 "$NODE" "$KONTOR" import clients.csv & pid=$!; ' +
      'sleep 2.5; kill -TERM $pid; wait $pid; echo code $?';
    const { out } = await shell(around(), `script -qec '${line}' /dev/null < /dev/null`);
    expect(out).toContain('import  [');
    expect(out).toMatch(/\u001b\[2Kkontor: cancelled; nothing was written\r\ncode 130/);
    expect(out).not.toContain('\u001b[?');
  });

  it('is a plain line every few seconds where standard error is no terminal', async () => {
    const waiting = start(around(), 'import', '-', '--dry-run');
    waiting.child.stdin?.write(clientHeadings + clientList(3_000));
    await later(3_200);
    waiting.child.stdin?.end(clientList(3_000, { from: 3_001 }));
    const { code, out, err } = await waiting.ended;
    expect(code).toBe(0);
    expect(err).toMatch(/^import: [\d,]+ rows, [\d,.]+\/s\n/);
    expect(out).not.toContain('rows,');
  });
});
