import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, shell } from '../e2e/program.ts';
import {
  type Block,
  blocksOf,
  documentText,
  jobLines,
  type Typed,
  typedIn,
  withoutMoments,
} from './documents.ts';

const root = path.resolve(import.meta.dirname, '../..');
const fixtures = path.join(root, 'test/fixtures');

/** The documents whose commands are run, each from top to bottom, as a reader would do it. */
const documents = ['README.md', 'GUIDE-ADMINS.md', 'GUIDE-SCRIPTS.md', 'GUIDE-CI.md'];

/** Writes what was really printed into the documents: `npm run docs`. */
const isUpdate = process.env.KONTOR_UPDATE_DOCUMENTS === '1';

/** What recipes use beside kontor and what every system has. */
const programsOfOthers = ['jq'];
const usesProgram = ({ text }: Block, program: string): boolean => new RegExp(`\\b${program}\\b`).test(text);
const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** A folder with the files that the documents speak of. */
function layOut(folder: string): void {
  for (const from of [fixtures, path.join(fixtures, 'address-books')]) {
    for (const name of readdirSync(from).filter((file) => /\.(csv|yaml|png)$/.test(file))) {
      copyFileSync(path.join(from, name), path.join(folder, name));
    }
  }
  mkdirSync(path.join(folder, 'bin'));
  // As an installation puts it there.
  writeFileSync(path.join(folder, 'bin/kontor'), '#!/bin/sh\nexec "$NODE" "$KONTOR" "$@"\n', { mode: 0o755 });
}

describe.each(documents)('%s', (document) => {
  const text = documentText(document);
  const blocks = blocksOf(text);
  let folder: string;
  let recorded = text;

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kontor-documents-'));
    layOut(folder);
    // A reader's shell remembers what was exported, and leaves when something goes wrong in a script.
    writeFileSync(path.join(folder, '.state'), '');
  });
  afterAll(() => {
    if (isUpdate && recorded !== text) writeFileSync(path.join(root, document), recorded);
    rmSync(folder, { recursive: true, force: true });
  });

  const inShell = (lines: string, options = ''): Promise<Ended> => {
    const env = { PATH: `${folder}/bin:${process.env.PATH}`, KONTOR_ACTOR: 'erika', COLUMNS: '80' };
    const script = `unset -f kontor; . ./.state; ${options}\n${lines}\ncode=$?; export -p > .state; exit $code`;
    return shell({ db: path.join(folder, 'kontor.db'), folder, env }, script);
  };

  const compare = async ({ command, printed }: Typed) => {
    const { out } = await inShell(command, 'exec 2>&1');
    const now = out.trimEnd();
    if (withoutMoments(printed, folder) === withoutMoments(now, folder)) return;
    if (!isUpdate) expect(withoutMoments(now, folder), command).toBe(withoutMoments(printed, folder));
    const shown = now.replaceAll(folder, '/home/erika').replace(/ +$/gm, '');
    recorded = recorded.replace(
      `$ ${command}\n${printed}${printed === '' ? '' : '\n'}`,
      () => `$ ${command}\n${shown}${shown === '' ? '' : '\n'}`,
    );
  };

  it.each(blocks.map((block) => [block.line, block] as const))('line %i', async (_line, block) => {
    const missing = programsOfOthers.find((program) => usesProgram(block, program) && !isInstalled(program));
    if (missing !== undefined) {
      process.stdout.write(`${document}, line ${block.line}, is SKIPPED: ${missing} is not installed.\n`);
      return;
    }
    if (block.kind === 'console') {
      for (const typed of typedIn(block)) await compare(typed);
      return;
    }
    const script = block.kind === 'yaml' ? jobLines(block).join('\n') : block.text;
    const { code, out, err } = await inShell(script, 'set -euo pipefail');
    expect(code, `${block.text}\n${out}\n${err}`).toBe(0);
  });

  it('shows commands that can be run', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });
});
