import path from 'node:path';

/**
 * The home folder of the user: what HOME says, unless it is empty or no absolute path, else what the system says. A user without
 * either, as in some containers, has the root folder: nothing may depend on where the program was started.
 */
export function homeFolder(): string {
  const { HOME: home = '' } = process.env;
  // Windows knows nothing of HOME; elsewhere the system need not be asked: it is a quarter of a millisecond to load.
  if (process.platform !== 'win32' && path.isAbsolute(home)) return home;
  const { homedir, userInfo } = process.getBuiltinModule('node:os');
  const found = orNone(homedir);
  if (path.isAbsolute(found)) return found;
  const known = orNone(() => userInfo().homedir);
  return path.isAbsolute(known) ? known : '/';
}

function orNone(find: () => string): string {
  try {
    return find();
  } catch {
    return '';
  }
}
