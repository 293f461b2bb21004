import { beforeEach, describe, expect, it } from 'vitest';
import { accountFilter } from '../../../src/domain/account/filter.ts';
import { listAccounts } from '../../../src/domain/account/list.ts';
import { contactFilter } from '../../../src/domain/contact/filter.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import { filterExamples, filterHelp } from '../../../src/domain/filter/help.ts';
import { readFilter } from '../../../src/domain/filter/read.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, collect, create } from '../fixtures.ts';

describe('the help about filters', () => {
  it('names every field and sign, and fits 80 columns', () => {
    const text = filterHelp();
    for (const { fields } of [accountFilter, contactFilter]) {
      for (const name of Object.keys(fields)) expect(text).toContain(`  ${name} `);
    }
    const examples = filterExamples.map(([filter]) => filter);
    for (const line of text.split('\n')) {
      if (!examples.some((filter) => line.includes(filter)))
        expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  onEachDatabase((db) => {
    beforeEach(async () => {
      await db().write((deps) =>
        createFields(deps, [
          { scope: 'account', type: 'dropdown', label: 'Legal form', options: ['GmbH'] },
          { scope: 'account', type: 'date', label: 'Founded' },
        ]),
      );
      await create(
        db(),
        account('Müller', {
          companyName: 'Müller & Söhne',
          companyAddress: { city: 'berlin', postalCode: '10115' },
          tags: ['VIP', 'Monthly'],
          fields: { 'legal-form': 'GmbH', founded: '2024-05-01' },
        }),
        account('Nobody'),
      );
    });

    it('has examples that find what they say', async () => {
      const found = await db().read(async (deps) => {
        const names: Record<string, string> = {};
        for (const [filter] of filterExamples) {
          const { rows } = await listAccounts(deps, { where: [readFilter(accountFilter, filter)] });
          names[filter] = (await collect(rows)).map(({ name }) => name).join(', ');
        }
        return names;
      });
      expect(Object.values(found)).toEqual([
        'Müller & Söhne',
        'Müller & Söhne',
        'Müller & Söhne',
        'Müller & Söhne',
        'Müller & Söhne',
        '',
        'Müller & Söhne, Nobody',
        'Müller & Söhne',
      ]);
    });
  });
});
