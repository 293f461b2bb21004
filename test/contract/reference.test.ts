import { expect, test } from 'vitest';
import { groups } from '../../commands/index.ts';
import { renderReference } from '../../src/cli/reference.ts';

test('commands/README.md says what the commands say (npm run docs makes it anew)', async () => {
  await expect(await renderReference(groups)).toMatchFileSnapshot('../../commands/README.md');
});
