import path from 'node:path';
import { bytesOf, type Call, readTrace, type Traced } from './strace.ts';

/** What one call did to files below a folder; `at` names the call, so that it can be found again in another run. */
export type FileCall = { readonly at: CallPlace } & (
  | { readonly kind: 'create'; readonly path: string; readonly empties: boolean }
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'name'; readonly from: string; readonly to: string; readonly keepsOld: boolean }
  | { readonly kind: 'unname'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'mode'; readonly path: string }
  | { readonly kind: 'answer'; readonly text: string }
);

/** The nth call of its name by its thread. */
export interface CallPlace {
  readonly call: Call;
  readonly nth: number;
}

const text = (hex: string) => bytesOf(hex).toString('utf8');
/** `19</home/erika/kontor.db>`, where the name may be in hexadecimal numbers. */
const fileOf = (given: string) => text(/^(?:\w+)<((?:\\x[\da-f]{2})*)>/.exec(given)?.[1] ?? '');
// Megabytes may be written at once, as the code cache is: a pattern that repeats a group overflows on them.
const quoted = (given: string) => [...given.matchAll(/"([^"]*)"/g)].map(([, hex = '']) => hex);

/** Reads from a trace what a process did to the files below `folder`, and what it answered on standard output. */
export function fileCalls(log: string, folder: string): FileCall[] {
  const counts = new Map<string, number>();
  const positions = new Map<string, number>();
  const calls: FileCall[] = [];
  const isBelow = (file: string) => file === folder || file.startsWith(`${folder}${path.sep}`);
  for (const traced of readTrace(log)) {
    const key = `${traced.thread} ${traced.call}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    if (traced.answer.startsWith('-1')) continue;
    const made = callOf(traced, positions);
    if (made === undefined) continue;
    const places = made.kind === 'answer' ? [] : made.kind === 'name' ? [made.from, made.to] : [made.path];
    if (places.every(isBelow)) calls.push({ ...made, at: { call: traced.call, nth } } as FileCall);
  }
  return calls;
}

type Made = FileCall extends infer One ? (One extends FileCall ? Omit<One, 'at'> : never) : never;

function callOf({ call, given, answer }: Traced, positions: Map<string, number>): Made | undefined {
  switch (call) {
    case 'write':
    case 'pwrite64': {
      const file = fileOf(given);
      const data = bytesOf(quoted(given)[0] ?? '');
      if (given.startsWith('1<')) return { kind: 'answer', text: data.toString('utf8') };
      if (call === 'pwrite64') {
        return { kind: 'write', path: file, offset: Number(/, (\d+)$/.exec(given)?.[1]), data };
      }
      const offset = positions.get(file) ?? 0;
      positions.set(file, offset + data.length);
      return { kind: 'write', path: file, offset, data };
    }
    case 'openat': {
      const file = fileOf(answer);
      if (!given.includes('O_CREAT')) return undefined;
      positions.set(file, 0);
      return { kind: 'create', path: file, empties: given.includes('O_TRUNC') };
    }
    case 'ftruncate':
      return { kind: 'truncate', path: fileOf(given), size: Number(/, (\d+)$/.exec(given)?.[1]) };
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path: fileOf(given) };
    case 'rename':
    case 'renameat':
    case 'renameat2':
    case 'link':
    case 'linkat': {
      const [from = '', to = ''] = quoted(given).map(text);
      return { kind: 'name', from, to, keepsOld: call.startsWith('link') };
    }
    case 'unlink':
    case 'unlinkat':
    case 'rmdir':
      return { kind: 'unname', path: text(quoted(given)[0] ?? '') };
    case 'mkdir':
    case 'mkdirat':
      return { kind: 'folder', path: text(quoted(given)[0] ?? '') };
    case 'chmod':
    case 'fchmod':
      return { kind: 'mode', path: quoted(given).length > 0 ? text(quoted(given)[0] ?? '') : fileOf(given) };
    case 'writev':
      // Connections of the network are no files.
      if (fileOf(given).startsWith('socket:')) return undefined;
      break;
    default:
  }
  // What is not understood must not pass for a write that was followed.
  throw new Error(`strace tells of ${call}(${given.slice(0, 80)}), which is not followed`);
}
