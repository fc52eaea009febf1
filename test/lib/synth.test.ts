import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { cdkJson } from './stage-fixture.ts';
import { synthesize } from './synthesize.ts';

const stages = z.record(z.string(), z.unknown()).parse(cdkJson.context.stages);

it('cdk.json sets every switch that CDK recommends for new apps', () => {
  expect(cdkJson.context).toMatchObject(recommended);
});

describe('cdk synth, without credentials, network and Docker', () => {
  it('of a stage that cdk.json does not have fails, and says which there are', async () => {
    const { exitCode, stderr, remove } = await synthesize('-c', 'stage=nowhere');
    await remove();

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'heirtag: stages.nowhere is missing in cdk.json; there are dev, production, aws, alibaba',
    );
  });

  it.each(Object.keys(stages))(
    'of %s, as cdk.json has it, passes, strictly',
    async (stage) => {
      const { exitCode, stderr, remove } = await synthesize('--strict', '-c', `stage=${stage}`);
      await remove();

      expect([exitCode, stderr.includes('ERROR')]).toEqual([0, false]);
    },
    300_000,
  );
});
