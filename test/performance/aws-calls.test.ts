import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as providerCalls from '../../bench/measured/functions/aws-provider-calls.ts';

const provider = join(import.meta.dirname, '../../src/clouds/aws/provider');

/** Package and class of each command that the provider imports, once. */
const imported = new Set(
  globSync(join(provider, '**/*.ts')).flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '(@aws-sdk\/[^']+)'/g),
    ].flatMap(([, names = '', from]) =>
      [...names.matchAll(/\b\w+Command\b/g)].map(([name]) => `${from} ${name}`),
    ),
  ),
);

it('compares the cold start of the worker of AWS with clients that have the calls of its provider', () => {
  const names = [...imported].map((each) => each.split(' ')[1]);

  expect(
    Object.values(providerCalls)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(names.toSorted());
});
