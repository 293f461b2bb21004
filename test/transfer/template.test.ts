import { describe, expect, test } from 'vitest';
import { targets } from '../../src/transfer/reading/headings/headings.ts';
import { planColumns } from '../../src/transfer/reading/mapping.ts';
import { templateCsv } from '../../src/transfer/template.ts';
import { file, readRows, readTable } from './reading/sources.ts';

describe.each(['en', 'de'] as const)('B1: the template (%s)', (locale) => {
  test('has a known heading for everything but the full name and what exports alone need', async () => {
    const { headers } = await readTable(file(templateCsv(locale)));
    const { columns, ignored } = planColumns(headers, { map: [], ignoreUnknown: false });
    expect(ignored).toEqual([]);
    expect(columns.map(({ target }) => target)).toEqual(
      targets.filter((target) => !['contact.fullName', 'contact.ref', 'account.archived'].includes(target)),
    );
  });

  test('has one example without problems, and without tags that would have to exist', async () => {
    const rows = await readRows(file(templateCsv(locale)));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ account: { type: 'company' }, problems: [] });
    expect(rows[0]?.account.tags).toBeUndefined();
  });
});
