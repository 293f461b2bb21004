import { type KontorError, usageError } from '../../errors.ts';

/** What a mapping file says: for each column what it fills, or nothing when the column is to be left out. */
export interface MappingFile {
  name: string;
  columns: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads a mapping file, JSON or YAML: `{"Kundennummer": "account.key", "Fax": null}`. A column fills one target or a list
 * of them; null leaves it out. Throws INVALID_MAPPING_FILE.
 */
export async function readMappingFile(text: string, name: string): Promise<MappingFile> {
  const content = await parsed(text, name);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw invalid(name, 'it must hold one object, with a key for each column');
  }
  const entries = Object.entries(content).map(
    ([column, target]) => [column.trim(), targetsOf(column, target, name)] as const,
  );
  return { name, columns: new Map(entries) };
}

const parsed = async (text: string, name: string): Promise<unknown> => {
  try {
    return await valueIn(text, name);
  } catch (error) {
    if (error instanceof ReferenceError) throw invalid(name, 'it has aliases, which no mapping needs');
    throw error;
  }
};

const valueIn = async (text: string, name: string): Promise<unknown> => {
  const { lineOfDeepNesting, parseDocument } = await import('./mapping-text.ts');
  const deepLine = lineOfDeepNesting(text);
  if (deepLine !== undefined) throw invalid(name, `line ${deepLine} is nested more than 100 levels deep`);
  const document = parseDocument(text.replace(/^\ufeff/, ''), { prettyErrors: false, stringKeys: true });
  const [error] = document.errors;
  if (error === undefined) return document.toJS({ maxAliasCount: 0 });
  const line = text.slice(0, error.pos[0]).split('\n').length;
  throw invalid(
    name,
    `line ${line} is neither JSON nor YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`,
  );
};

const targetsOf = (column: string, target: unknown, name: string): string[] => {
  if (target === null) return [];
  const targets = Array.isArray(target) ? target : [target];
  const isText = (one: unknown): one is string => typeof one === 'string' && one.trim() !== '';
  if (targets.length > 0 && targets.every(isText)) return targets.map((one) => one.trim());
  throw invalid(name, `"${column}" must have a target such as "account.key", a list of targets, or null`);
};

const invalid = (name: string, why: string): KontorError =>
  usageError('INVALID_MAPPING_FILE', `${name} is no mapping: ${why}`, {
    hint: 'such as {"Kundennummer": "account.key", "Fax": null}; null leaves a column out. kontor import inspect FILE -o json has a mapping to begin with',
  });
