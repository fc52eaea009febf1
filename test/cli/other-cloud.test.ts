import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import { aws } from '../../src/clouds/aws/aws.ts';
import type { Opener } from '../../src/clouds/opener.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { type LocalRunner, startLocal } from '../../src/local/start-local.ts';
import { heirtag, heirtagJson } from './cli-process.ts';

const account = '111122223333';
const rule = 'rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume';

/** An account of AWS without any resource. */
const emptyAws: CloudProvider = {
  ...absentProvider,
  describe: async (arns) => new Map(arns.map((arn) => [arn, { kind: 'gone' }])),
  heirs: async () => ({ items: [], next: undefined }),
  list: async () => ({ items: [], next: undefined }),
  write: async () => [],
};

const openAws: Opener = {
  cloud: aws.name,
  operations: [],
  open: () => ({ provider: emptyAws, openAt: () => emptyAws, simulator: undefined }),
};

const runners: LocalRunner[] = [];
let folder: string;
const stage = { with: '', without: '' };

const startStage = async (name: string, openers?: readonly Opener[]): Promise<string> => {
  const dataDir = join(folder, name);
  const runner = await startLocal({ dataDir, port: 0, ...(openers && { openers }) });
  runners.push(runner);
  return runner.url;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-other-cloud-'));
  stage.with = await startStage('with', [openAws]);
  stage.without = await startStage('without');
});
afterAll(async () => {
  for (const runner of runners) await runner.stop();
  await rm(folder, { recursive: true, force: true });
});

const at = (endpoint: string) => ({
  env: { HEIRTAG_ENDPOINT: endpoint, HEIRTAG_ACCOUNT: account },
});

describe('the command line, for an account of another cloud than the first', () => {
  it("lists that cloud's rules, and turns one on with what is there already", async () => {
    await heirtagJson(['feature', 'enable'], at(stage.with));
    const turnedOn = await heirtagJson(
      ['rules', 'enable', 'ec2-instance/ec2-volume', '--existing', '--yes'],
      at(stage.with),
    );
    const listed = await heirtag(['rules', 'list'], at(stage.with));

    expect(turnedOn).toMatchObject({
      results: [{ settingName: rule, status: 'done', rule: { existingStatus: 'Enable' } }],
    });
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(/^ec2-instance\/ec2-volume +enabled +all +yes /m);
    expect(listed.stdout).not.toContain('ecs-instance/ecs-disk');
  });

  it("refuses the first cloud's rules there, and says which there are", async () => {
    const { code, stdout } = await heirtag(
      ['rules', 'enable', 'ecs-instance/ecs-disk'],
      at(stage.with),
    );

    expect(code).toBe(1);
    expect(stdout).toContain(`is a rule of alibaba, and account ${account} is one of aws`);
    expect(stdout).toContain('ec2-instance/ec2-volume');
  });

  it('says what a stage lacks that does not touch the cloud', async () => {
    const { code, stderr } = await heirtag(['feature', 'enable'], at(stage.without));

    expect(code).toBe(1);
    expect(stderr).toContain(`in account ${account}, which is one of aws. Deploy it with`);
  });
});
