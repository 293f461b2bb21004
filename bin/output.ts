import { fstatSync, statSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Output } from '../src/cli/context.ts';

/** Whether a terminal is behind a descriptor. What asks for that takes a while to load, and files and pipes are easily told. */
export function isTerminal(descriptor: number): boolean {
  try {
    return (process.platform === 'win32' || isDevice(descriptor)) && isatty(descriptor);
  } catch {
    // It was closed.
    return false;
  }
}

const isDevice = (descriptor: number): boolean => {
  const found = fstatSync(descriptor);
  return found.isCharacterDevice() && found.rdev !== statSync('/dev/null').rdev;
};

/**
 * What is written to a file or a pipe. Node's own stream writes to them at once, too, and takes a tenth of a small command to
 * load; it is `stream`, for who cannot do without. Errors are told to who writes.
 */
export function plainOutput(descriptor: number, stream: () => Output): Output {
  let taken: Output | undefined;
  return {
    on: () => {},
    write: (text, done) => {
      if (taken !== undefined) return taken.write(text, done);
      let rest = Buffer.from(text);
      try {
        while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return done(error as Error);
        // Who shares the pipe wants nobody to wait at it: only a stream can wait otherwise.
        taken = stream();
        taken.on('error', () => {});
        return taken.write(rest, done);
      }
      return done();
    },
  };
}
