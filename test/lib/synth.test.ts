import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

describe('cdk synth, without credentials, network and Docker', () => {
  it('of a stage that cdk.json does not have fails, and says which there are', async () => {
    const { exitCode, stderr, remove } = await synthesize('stage=nowhere');
    await remove();

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'heirtag: stages.nowhere is missing in cdk.json; there are dev, production',
    );
  });

  it('of production, as cdk.json has it, passes', async () => {
    const { exitCode, stderr, remove } = await synthesize('stage=production');
    await remove();

    expect([exitCode, stderr.includes('ERROR')]).toEqual([0, false]);
  }, 300_000);
});
