import { usageError } from '../../errors.ts';
import { resolveAccount } from '../account/references.ts';
import type { Deps } from '../deps.ts';
import type { KnownField } from '../field/model.ts';
import { fieldNamed } from '../field/references.ts';
import { holdsEmails } from '../field/values.ts';
import type { LinkRow } from '../link/repository.ts';
import { comparisonKey } from '../text/comparison.ts';
import { invalidTake } from './conflicts.ts';
import { nameOfField, ownFields } from './fields.ts';
import { descriptionField } from './links.ts';
import type { Take } from './model.ts';

const described = /^description@(.+)$/s;

/**
 * What was chosen, by the fields as questions call them. Throws INVALID_TAKE (exit 2) for fields that there are not and for
 * those named twice, ACCOUNT_NOT_FOUND, ACCOUNT_AMBIGUOUS (exit 3).
 */
export async function takesByField(
  deps: Deps,
  takes: readonly Take[],
  fields: readonly KnownField[],
  links: readonly LinkRow[],
): Promise<Map<string, Take>> {
  const byField = new Map<string, Take>();
  for (const take of takes) {
    const field = await canonicalField(deps, take, fields, links);
    if (byField.has(field)) {
      throw invalidTake(
        take.field,
        take.from,
        `is a second choice for ${field}`,
        'Choose once for each field.',
      );
    }
    byField.set(field, take);
  }
  return byField;
}

async function canonicalField(
  deps: Deps,
  { field, from }: Take,
  fields: readonly KnownField[],
  links: readonly LinkRow[],
): Promise<string> {
  if (ownFields.includes(field)) return field;
  const account = described.exec(field)?.[1];
  if (account !== undefined) {
    const id = await resolveAccount(deps, account);
    if (links.some(({ accountId }) => accountId === id)) return descriptionField(id);
    throw invalidTake(
      field,
      from,
      `says something about account ${id}, and none of these contacts is linked to it`,
      `kontor account show id:${id} lists its contacts.`,
    );
  }
  const name = comparisonKey(field.replace(/^fields\./, ''));
  const known = fields.find(({ key, label }) => key === name || comparisonKey(label) === name);
  if (known !== undefined) return nameOfField(known.key);
  throw usageError('INVALID_TAKE', `--take knows no field ${JSON.stringify(field)}.`, {
    hint: `It knows ${[...ownFields, ...fields.map(({ key }) => nameOfField(key)), 'description@ACCOUNT'].join(', ')}.`,
    details: { field, given: from },
  });
}

/** The fields in which addresses are to be kept. Throws FIELD_NOT_FOUND (exit 3) and NO_EMAIL_FIELD (exit 2). */
export const emailFieldsNamed = (fields: readonly KnownField[], names: readonly string[]): KnownField[] =>
  names.map((name) => {
    const field = fieldNamed(fields, 'contact', name);
    if (holdsEmails(field)) return field;
    const valid = fields.filter(holdsEmails).map(({ key }) => key);
    throw usageError(
      'NO_EMAIL_FIELD',
      `The field "${field.label}" (${field.key}) is of type ${field.type}; an e-mail is kept in one of type email.`,
      {
        hint:
          valid.length === 0
            ? 'kontor field create --scope contact --type email --label "Second e-mail" makes one.'
            : `There ${valid.length === 1 ? 'is' : 'are'} ${valid.join(', ')}.`,
        details: { field: field.key, valid },
      },
    );
  });
