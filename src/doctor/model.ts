import type { Configuration } from '../config.ts';
import type { FileStore } from '../domain/file/model.ts';

/** The machine and the terminal, as far as they matter. */
export interface Machine {
  readonly version: string;
  readonly nodeVersion: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  readonly clock: () => Date;
  /** Width of the terminal that standard output is. */
  readonly columns: number | undefined;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
}

/** What the surroundings are looked at with. */
export interface Surroundings {
  readonly configuration: Configuration;
  readonly machine: Machine;
  /** The content store, where it is known. */
  readonly store?: FileStore | undefined;
}

/** Something that is neither good nor bad, and that whoever helps wants to know. */
export interface Fact {
  name: string;
  value: string;
}
