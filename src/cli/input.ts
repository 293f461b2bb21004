import { usageError } from '../errors.ts';
import type { AnyCommand, Raw } from './define-command.ts';
import { argumentName, camelCase, kebabCase, parseFlags } from './flags.ts';
import { isOptional } from './help.ts';
import { seeHelp } from './misuse.ts';

/** zod writes itself a function for what it parses often; one command line is read faster without. */
const once = { jitless: true };

interface Issue {
  path: PropertyKey[];
  message: string;
}

/**
 * Turns what was typed into the command's input. Throws MISSING_ARGUMENT for one that could have been asked for and was
 * not, else INVALID_INPUT with every issue, each named by the option or argument it was typed as.
 */
export const readInput = (definition: AnyCommand, path: string, raw: Raw): unknown => {
  const missing = definition.arguments?.find(
    (spec) => !isOptional(spec) && raw.args[camelCase(argumentName(spec.name))] === undefined,
  );
  if (missing !== undefined) {
    throw usageError('MISSING_ARGUMENT', `<${argumentName(missing.name)}> is missing.`, {
      hint: seeHelp(path),
    });
  }
  const collected = collect(definition, raw);
  const parsed = definition.input.safeParse(collected, once);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => describe(definition, collected, issue));
  throw usageError('INVALID_INPUT', `${issues.map(({ text }) => text).join('; ')}.`, {
    hint: seeHelp(path),
    details: { issues: issues.map(({ option, given, message }) => ({ option, given, message })) },
  });
};

/** What is wrong with the option or argument of this name, if anything is; what is missing elsewhere does not matter. */
export const problemOf = (definition: AnyCommand, raw: Raw, name: string): string | undefined => {
  const collected = collect(definition, raw);
  const parsed = definition.input.safeParse(collected, once);
  if (parsed.success) return undefined;
  const typed = byName(definition, name);
  return parsed.error.issues
    .map((issue) => describe(definition, collected, issue))
    .find(({ option }) => option === typed)?.message;
};

const collect = (definition: AnyCommand, raw: Raw): unknown =>
  definition.collect ? definition.collect(raw) : { ...raw.args, ...raw.options };

/** One issue: what it is about as typed, what was given, what is allowed, and all that in one sentence. */
const describe = (definition: AnyCommand, collected: unknown, { path, message }: Issue) => {
  const option = path.length === 0 ? undefined : asTyped(definition, path);
  const value = path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    collected,
  );
  const given = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  return { option, given, message, text: phrase(option, given, value === undefined, message) };
};

/** zod's own words for an absent value say nothing to people; a schema's own words are kept. */
const isZodDefault = (message: string) => message.startsWith('Invalid input');

const phrase = (
  option: string | undefined,
  given: string | undefined,
  absent: boolean,
  message: string,
): string => {
  if (option === undefined) return message.replace(/\.$/, '');
  if (absent && isZodDefault(message)) return `${option} is missing`;
  const sentence = /^(must|is|needs|has|cannot|names)\b/.test(message)
    ? `${option} ${message}`
    : `${option}: ${message}`;
  if (given === undefined || given === '') return sentence;
  const shown = JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}…` : given);
  return message.startsWith('must be') ? `${sentence}, not ${shown}` : `${sentence} (given: ${shown})`;
};

/**
 * The option or argument behind a key of the input: the first key by rule, an inner one where the input nests what
 * the command line does not (`companyAddress.street` is `--street`).
 */
const asTyped = (definition: AnyCommand, path: readonly PropertyKey[]): string => {
  const [first = '', ...inner] = path.filter((key) => typeof key === 'string');
  for (const key of [first, ...inner.reverse()]) {
    const typed = byName(definition, key) ?? byName(definition, key.replace(/s$/, ''));
    if (typed !== undefined) return typed;
  }
  return kebabCase(path.map(String).join('.'));
};

const byName = (definition: AnyCommand, key: string): string | undefined => {
  const option = definition.options
    ?.map(({ flags }) => parseFlags(flags))
    .find((flags) => flags.attribute === key);
  if (option !== undefined) return option.long;
  const argument = definition.arguments
    ?.map(({ name }) => argumentName(name))
    .find((name) => camelCase(name) === key);
  return argument === undefined ? undefined : `<${argument}>`;
};
