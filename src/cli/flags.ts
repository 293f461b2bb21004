/** The parts of an option's flags, as in `-o, --output <format>`. */
export interface Flags {
  short: string | undefined;
  long: string;
  takesValue: boolean;
  /** The value may be left out: `--all [section]`. */
  valueIsOptional: boolean;
  /** The name under which the value is handed on: `dryRun` for `--dry-run`, `wrap` for `--no-wrap`, `noTag` for `--no-tag <name>`. */
  attribute: string;
}

export const parseFlags = (flags: string): Flags => {
  const long = /--[\w-]+/.exec(flags)?.[0] ?? flags;
  const takesValue = /[<[]/.test(flags);
  return {
    short: /^-\w/.exec(flags)?.[0],
    long,
    takesValue,
    valueIsOptional: flags.includes('['),
    attribute: camelCase(long.replace(takesValue ? /^--/ : /^--(no-)?/, '')),
  };
};

/** `postal-code` → `postalCode` */
export const camelCase = (name: string): string =>
  name.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());

/** `postalCode` → `postal-code` */
export const kebabCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The bare name of an argument, whose spec may be spelled `account`, `[account]` or `contact...`. */
export const argumentName = (name: string): string => name.replace(/[<>[\].]/g, '');
