import { expect, test } from 'vitest';
import { sections } from '../../../src/fixtures/schema.ts';
import { cli } from '../../helpers/run-cli.ts';

test('seed schema prints what is shipped beside the program (npm run docs makes it anew)', async () => {
  const ran = await cli({ db: '/nowhere/kontor.db', cwd: '/nowhere' }).run('seed', 'schema');
  expect(ran).toMatchObject({ code: 0, err: '' });
  await expect(ran.out).toMatchFileSnapshot('../../../commands/seed/fixture.schema.json');
  const shipped = JSON.parse(ran.out);
  expect(shipped).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'kontor fixture',
    additionalProperties: false,
  });
  expect(Object.keys(shipped.properties)).toEqual(['$schema', 'firm', ...sections]);
  const texts = [...JSON.stringify(shipped).matchAll(/"description":"([^"]+)"/g)];
  expect(texts.length).toBeGreaterThan(60);
});
