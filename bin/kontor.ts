import { fstatSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { run } from './chunks.ts';

/** Put in by the build from package.json. */
declare const KONTOR_VERSION: string;

/**
 * The entry of the built program. It loads the chunks of dist/chunks by itself: that saves Node's search for files, and
 * the compiled form of the code can be kept from run to run, which is most of the start of a small command.
 */
if (!answeredAtOnce(process.argv.slice(2))) run('main.chunk');

/** What is known since the build needs no program. Where it cannot be written, the program finds out why. */
function answeredAtOnce(argv: readonly string[]): boolean {
  const [word = '--help', ...more] = argv;
  if (more.length > 0) return false;
  try {
    if (word === '--version') return isWritten(`${KONTOR_VERSION}\n`);
    // On a terminal it is as wide as that.
    const isHelp = ['--help', '-h', 'help'].includes(word) && !fstatSync(1).isCharacterDevice();
    return isHelp && isWritten(readFileSync(path.join(__dirname, 'help.txt'), 'utf8'));
  } catch {
    return false;
  }
}

function isWritten(text: string): boolean {
  const bytes = Buffer.from(text);
  const written = writeSync(1, bytes);
  // The reader of a pipe may take less at once: the rest is for a stream.
  if (written < bytes.length) process.stdout.write(bytes.subarray(written));
  return true;
}
