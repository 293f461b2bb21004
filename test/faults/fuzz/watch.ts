import { ChildProcess } from 'node:child_process';
import net from 'node:net';
import { Worker } from 'node:worker_threads';

/** What the program reached for while it ran in this process. */
export interface Watch {
  /** All since the last time it was asked. */
  readonly taken: () => { reached: string[]; escaped: string[] };
  readonly end: () => void;
}

/** Notes where connections go and which programs are started, and errors that nobody waited for. `apart` is not noted. */
export function watchProcess(apart: (place: string) => boolean): Watch {
  const reached: string[] = [];
  const escaped: string[] = [];
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
    const [first] = (Array.isArray(given[0]) ? given[0] : given) as unknown[];
    const { host, port, path } = (
      typeof first === 'object' ? first : { port: given[0], host: given[1] }
    ) as Record<string, unknown>;
    const place = path === undefined ? `${host ?? 'localhost'}:${port}` : String(path);
    if (!apart(place)) reached.push(place);
    return connect.apply(this, given as never);
  } as typeof connect;
  // @ts-expect-error what starts every program, whatever function of the module was called
  const { spawn } = ChildProcess.prototype;
  // @ts-expect-error as above
  ChildProcess.prototype.spawn = function (options: { file: string }) {
    reached.push(`program ${options.file}`);
    return spawn.call(this, options);
  };
  const noteError = (error: unknown) => {
    escaped.push(error instanceof Error ? `${error.stack}` : String(error));
  };
  process.on('unhandledRejection', noteError);
  process.on('uncaughtException', noteError);
  return {
    taken: () => ({ reached: reached.splice(0), escaped: escaped.splice(0) }),
    end: () => {
      net.Socket.prototype.connect = connect;
      // @ts-expect-error as above
      ChildProcess.prototype.spawn = spawn;
      process.off('unhandledRejection', noteError);
      process.off('uncaughtException', noteError);
    },
  };
}

/** Longer than any line takes, and so much that only one that computes without end has it happen. */
const endlessMs = 120_000;

/**
 * What computes without end blocks this thread, and nobody here would ever say so: another thread tells of it, and ends the
 * process.
 */
export function watchdog(): { begin: (told: string) => void; end: () => Promise<void> } {
  const shared = new SharedArrayBuffer(8 + 65_536);
  const since = new Float64Array(shared, 0, 1);
  const text = new Uint8Array(shared, 8);
  const worker = new Worker(
    `const { workerData: shared } = require('node:worker_threads');
     const { writeSync } = require('node:fs');
     const since = new Float64Array(shared, 0, 1);
     const text = Buffer.from(new Uint8Array(shared, 8));
     setInterval(() => {
       if (since[0] === 0 || Date.now() - since[0] < ${endlessMs}) return;
       writeSync(2, 'fuzz: computes without end: ' + Buffer.from(new Uint8Array(shared, 8)).toString('utf8').replace(/\\0+$/, '') + '\\n');
       process.kill(process.pid, 'SIGKILL');
     }, 1_000).unref?.();
     require('node:worker_threads').parentPort.on('message', () => {});`,
    { eval: true, workerData: shared },
  );
  worker.unref();
  return {
    begin: (told) => {
      text.fill(0);
      new TextEncoder().encodeInto(told, text);
      since[0] = Date.now();
    },
    end: async () => {
      since[0] = 0;
      await worker.terminate();
    },
  };
}
