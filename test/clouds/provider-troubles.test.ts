import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulatedNever } from './alibaba/simulated-stage.ts';
import { awsNever } from './aws/provider/troubled-aws.ts';

const files = globSync('test/{clouds,emulators}/**/*.test.ts').filter(
  (path) => path !== 'test/clouds/provider-troubles.test.ts',
);
const using = (name: string): readonly string[] =>
  files.filter((path) => readFileSync(path, 'utf8').includes(`${name}(`));

/** It is the provider that meets them over moto: they come before either's wire. */
const overMiniStack = 'test/emulators/aws/ministack-provider.test.ts';

describe('the contract of troubles', () => {
  it('is kept by every provider that keeps the contract of providers', () => {
    const troubled = using('troublesContract');

    const without = using('providerContract').filter((path) => !troubled.includes(path));

    expect(troubled).not.toEqual([]);
    expect(without).toEqual([overMiniStack]);
  });

  it('knows which troubles a cloud cannot have', () => {
    expect(Object.keys(simulatedNever)).toEqual(['cursor expired', 'hidden']);
    expect(Object.keys(awsNever)).toEqual(['hidden']);
  });
});
