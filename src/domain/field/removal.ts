import { type KontorError, refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Changes } from '../audit/schema.ts';
import { changeFieldEmails } from '../contact/field-emails.ts';
import type { Deps } from '../deps.ts';
import { type FieldOutcome, withUses } from './list.ts';
import type { KnownField } from './model.ts';
import { lockFields } from './references.ts';
import { deleteFieldRows, pagesOfValues } from './repository.ts';
import { shownValue } from './rules.ts';
import { holdsEmails } from './values.ts';

/**
 * Deletes fields with their values, with an entry for each record that had one; e-mails go as removed addresses do (F3, F4,
 * T6). Throws FIELD_NOT_FOUND, FIELD_AMBIGUOUS (exit 3).
 */
export async function deleteFields(deps: Deps, references: readonly string[]): Promise<FieldOutcome[]> {
  const fields = await lockFields(deps, references);
  const shown = await withUses(deps, fields);
  const outcomes: FieldOutcome[] = [];
  for (const [index, field] of fields.entries()) {
    const warnings = await removeValues(deps, field);
    await deleteFieldRows(deps, [field.id]);
    const labels = field.options.map(({ label }) => label);
    await recordChanges(deps, [
      {
        record: 'field',
        recordId: field.id,
        label: field.label,
        action: 'deleted',
        changes: {
          scope: [field.scope, null],
          key: [field.key, null],
          label: [field.label, null],
          type: [field.type, null],
          ...(labels.length === 0 ? {} : { options: [labels, null] }),
        },
      },
    ]);
    const was = shown[index];
    if (was !== undefined) outcomes.push({ outcome: 'deleted', ...was, warnings });
  }
  return outcomes;
}

async function removeValues(deps: Deps, field: KnownField): Promise<string[]> {
  const inEmails = holdsEmails(field);
  const warnings: string[] = [];
  for await (const page of pagesOfValues(deps, { ...field, inEmails })) {
    const removed = page.map(({ recordId, recordName, rows }) => {
      const changes: Changes = { [`fields.${field.key}`]: [shownValue(field, rows) ?? null, null] };
      return { recordId, recordName, changes };
    });
    if (inEmails) {
      const { warnings: told } = await changeFieldEmails(
        deps,
        removed.map(({ recordId, changes }) => ({
          contactId: recordId,
          source: field.key,
          address: null,
          changes,
        })),
      );
      warnings.push(...told);
      continue;
    }
    await recordChanges(
      deps,
      removed.map(({ recordId, recordName, changes }) => ({
        record: field.scope,
        recordId,
        label: recordName,
        action: 'updated',
        changes,
      })),
    );
  }
  return warnings;
}

/** The refusal to delete fields that are in use unless that is confirmed (F3); undefined when none is. */
export function fieldsInUse(fields: readonly FieldOutcome[]): KontorError | undefined {
  const used = fields.filter(({ uses }) => uses > 0);
  if (used.length === 0) return undefined;
  const named = used.map(
    ({ label, key, scope, uses }) => `"${label}" (${scope}:${key}) has ${valueCount(uses)}`,
  );
  return refusedError('FIELD_IN_USE', `In use: ${named.join(', ')}.`, {
    hint: 'Add --yes to delete the values, too, or --dry-run to see what would happen.',
    details: { fields: used.map(({ scope, key, uses }) => ({ scope, key, uses })) },
  });
}

/** `3 values`, `1 value`, `no value`. */
export const valueCount = (count: number): string =>
  count === 0 ? 'no value' : count === 1 ? '1 value' : `${count} values`;
