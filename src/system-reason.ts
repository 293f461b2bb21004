/** The reason that the system gives, in words where people meet it. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : words[code]) ?? code ?? 'unknown reason';
}

const words: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'not permitted',
  EPERM: 'not permitted',
  EROFS: 'read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'no space left for this user',
  EFBIG: 'too large for this file system',
  EIO: 'input/output error',
  EMFILE: 'too many open files',
};
