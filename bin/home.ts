import { homedir, userInfo } from 'node:os';
import path from 'node:path';

/**
 * The home folder of the user: what HOME says, unless it is empty or no absolute path, else what the system says. A user without
 * either, as in some containers, has the root folder: nothing may depend on where the program was started.
 */
export function homeFolder(): string {
  const home = orNone(homedir);
  if (path.isAbsolute(home)) return home;
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
