import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operations } from '../../../../src/clouds/alibaba/provider/operations.ts';

const root = join(import.meta.dirname, '../../../..');

const page = readFileSync(join(root, 'docs/alibaba.md'), 'utf8');

/** The policy of the page: the block after this line. */
const [, documented = ''] =
  /<!-- permissions: made of operations\.ts -->\n```json\n([\s\S]+?)```/.exec(page) ?? [];

/** Assuming the role is what its trust policy allows, not what the role may do. */
const isOfRole = ({ product }: { readonly product: string }): boolean => product !== 'sts';

const isWrite = (action: string): boolean => /^un?tag/i.test(action) || /^tag/i.test(action);

const permissions = (which: (action: string) => boolean): readonly string[] =>
  [
    ...new Set(
      Object.values(operations)
        .filter(isOfRole)
        .filter(({ action }) => which(action))
        .map(({ permission }) => permission),
    ),
  ].sort();

const policy = {
  Version: '1',
  Statement: [
    { Effect: 'Allow', Action: permissions((action) => !isWrite(action)), Resource: '*' },
    { Effect: 'Allow', Action: permissions(isWrite), Resource: '*' },
  ],
};

it('is documented as the operations that are called want it', () => {
  expect(documented.trim()).toBe(JSON.stringify(policy, null, 2));
});

it('allows no operation that nothing calls', () => {
  const sources = globSync('src/clouds/alibaba/provider/*.ts', { cwd: root })
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');

  const unused = Object.keys(operations).filter(
    (name) => !new RegExp(`operations\\.${name}\\b`).test(sources),
  );

  expect(unused).toEqual([]);
});
