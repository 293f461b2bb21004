import { groups } from '../../commands/index.ts';
import type { AnyCommand } from '../../src/cli/define-command.ts';

/** A command of the surface: how it is called, what is said about it, and its definition. */
export interface SurfaceCommand {
  /** `account create` */
  path: string;
  summary: string;
  definition: AnyCommand;
}

/** Every command there is, in the order of the help. */
export async function surface(): Promise<SurfaceCommand[]> {
  const commands: SurfaceCommand[] = [];
  for (const { name, summary, load } of groups) {
    const loaded = await load();
    if ('run' in loaded) {
      commands.push({ path: name, summary, definition: loaded });
      continue;
    }
    const self = await loaded.self?.();
    if (self !== undefined) commands.push({ path: name, summary, definition: self });
    for (const verb of loaded.verbs) {
      commands.push({ path: `${name} ${verb.name}`, summary: verb.summary, definition: await verb.load() });
    }
  }
  return commands;
}
