import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../lib/bundling.ts';
import { type FunctionName, type Variant, variantOf, variants } from '../../lib/function-code.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-variants-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bundleOf = async (handler: FunctionName, variant: Variant): Promise<string> => {
  const file = join(folder, `${variant}.js`);
  await bundleFunction(`src/handlers/${handler}.ts`, file, { variant });
  return readFile(file, 'utf8');
};

const workerOf = (variant: Variant): Promise<string> => bundleOf('worker', variant);

const ofAlibaba = /arn:acs|ActionTrail/;
const ofAlibabaCloud = /AssumeRoleWithOIDC/;
const ofAws = /DescribeVolumes/;

describe('the functions of a stage', () => {
  it('carry the simulated cloud alone where there is no other', async () => {
    const worker = await workerOf('simulated');

    expect(worker).toMatch(ofAlibaba);
    expect(worker).not.toMatch(ofAlibabaCloud);
    expect(worker).not.toMatch(ofAws);
    expect(worker.length).toBeLessThanOrEqual(500_000);
  });

  it('carry AWS alone where the stage touches nothing else', async () => {
    const worker = await workerOf('aws');

    expect(worker).toMatch(ofAws);
    expect(worker).not.toMatch(ofAlibaba);
    expect(worker.length).toBeLessThanOrEqual(860_000);
  });

  it('carry Alibaba Cloud itself where the stage touches it, and no simulator of it', async () => {
    const [simulated, worker] = [await workerOf('simulated'), await workerOf('alibaba')];

    expect(worker).toMatch(ofAlibabaCloud);
    expect(worker).not.toMatch(ofAws);
    expect(worker.length).toBeLessThanOrEqual(simulated.length + 15_000);
  });

  it.each(['rules', 'tag-api'] as const)(
    'carry no client of a cloud as %s, which calls none',
    async (handler) => {
      const bundle = await bundleOf(handler, 'all');

      expect(bundle).toContain('Ec2-Volume');
      expect(bundle).not.toMatch(ofAws);
      expect(bundle).not.toMatch(ofAlibabaCloud);
    },
  );

  it.each([
    ...variants.map((variant) => ['worker', variant] as const),
    ['ingest', 'alibaba'] as const,
  ])('as the %s of variant %s begin by reading their environment', async (handler, variant) => {
    await bundleOf(handler, variant);
    // What it throws, and not the line that throws, which is all of a bundle: more than a pipe holds.
    const start =
      'try { require(process.argv[1]); } catch (error) { process.stdout.write(error.message); }';
    const file = join(folder, `${variant}.js`);

    const { stdout } = await promisify(execFile)(process.execPath, ['-e', start, file], {
      env: {},
      cwd: root,
    });

    expect(stdout).toContain('HEIRTAG_STATE_TABLE is missing');
  });

  it.each([
    [[], false, 'simulated'],
    [[], true, 'simulated'],
    [['aws' as const], false, 'aws'],
    [['aws' as const], true, 'all'],
    [['alibaba' as const], false, 'alibaba'],
    [['alibaba' as const, 'aws' as const], false, 'all'],
  ] satisfies readonly [('alibaba' | 'aws')[], boolean, Variant][])(
    'with clouds %j and simulator %j are those of %s',
    (clouds, simulator, variant) => {
      expect(variantOf({ clouds, simulator })).toBe(variant);
    },
  );
});
