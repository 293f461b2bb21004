import type { Configuration } from '../config.ts';
import { colorDepth, pictureWay } from '../output/picture/protocol.ts';
import type { OutputSettings } from '../output/settings.ts';
import type { Context } from './context.ts';
import type { GlobalValues } from './global-options.ts';

/** How many rows a table shows when the caller set no limit: enough for a look, in bounded memory. */
const tableRows = 100;

interface Given {
  globals: GlobalValues;
  /** The command's own fields for this input, used when `--fields` names none. */
  show: readonly string[] | undefined;
  /** The caller asked for a number of rows, or for a page of them. */
  limited: boolean;
}

/** Everything about how this run shows what it has to show. */
export const outputSettings = (
  context: Context,
  configuration: Configuration,
  given: Given,
): OutputSettings => ({
  format: configuration.output.value,
  fields: given.globals.fields === undefined ? given.show : splitList(given.globals.fields),
  wide: given.globals.wide ?? false,
  quiet: given.globals.quiet ?? false,
  color: colors(context, configuration),
  columns: context.stdoutIsTerminal ? context.columns : undefined,
  pictures: context.stdoutIsTerminal ? pictures(context.env) : undefined,
  tableRows: given.limited ? undefined : tableRows,
});

const pictures = (env: Context['env']): OutputSettings['pictures'] =>
  env.TERM === 'dumb' ? undefined : { way: pictureWay(env), colors: colorDepth(env) };

const splitList = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const colors = (context: Context, { color }: Configuration): OutputSettings['color'] => {
  if (color.value !== 'auto') return { out: color.value === 'always', err: color.value === 'always' };
  const able = context.env.TERM !== 'dumb';
  return { out: able && context.stdoutIsTerminal, err: able && context.stderrIsTerminal };
};
