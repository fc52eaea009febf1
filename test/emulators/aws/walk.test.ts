import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readStageSettings } from '../../../lib/read-stage-settings.ts';
import { type Arn, formatArn } from '../../../src/clouds/aws/arn.ts';
import { heirtag } from '../../cli/cli-process.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { associations, type Made } from './associations.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { type LiveStage, startLiveStage } from './live-stage.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/aws.md'), 'utf8');
const [, walk = ''] =
  /^## From an empty account to the first inherited tag\n(.*?)^## /ms.exec(text) ?? [];
const commands = [...walk.matchAll(/^ *\$ (.*?) *(?: # .*)?$/gm)].map(
  ([, command = '']) => command,
);

/** The stage's own account, as the text names it. */
const accountId = '111122223333';
let stage: LiveStage;
let made: Made;

beforeAll(async () => {
  stage = await startLiveStage(accountId);
  const pair = await associations['Ec2-Instance → Ec2-Volume']?.make(stage.account);
  if (pair === undefined) throw new Error('nobody attaches volumes');
  made = pair;
  await stage.tag(arnOf('Ec2-Instance', made.primary), { team: 'blue' });
  // What is there already, before the stage is.
  stage.takeEvents();
});
afterAll(() => stage.stop());

const arnOf = (type: 'Ec2-Instance' | 'Ec2-Volume', id: string): Arn =>
  formatArn({ type, region, accountId, id });

/** With the resources that there are in the place of those of the text. */
const played = (command: string): string =>
  command
    .replace('i-0123456789abcdef0', made.primary)
    .replace('vol-0123456789abcdef0', made.associated)
    .replace('<ApiUrl>', stage.apiUrl);

/** What a shell would have in its environment: by `export`, and to reach the emulator. */
const environment: Record<string, string> = {};

const run = async (command: string) => {
  const [program = '', ...args] = played(command).split(/\s+/);
  if (program !== 'heirtag') throw new Error(`nobody plays ${command}`);
  const { code, stdout, stderr } = await heirtag(args, {
    env: { ...environment, AWS_ENDPOINT_URL: stage.endpoint, AWS_REGION: region },
  });
  return { code, said: `${stdout}${stderr}` };
};

const volumeBecomes = (tags: Readonly<Record<string, string>>): Promise<void> =>
  expect
    .poll(
      async () => {
        const found = await tagsIn(stage.account.provider, arnOf('Ec2-Volume', made.associated));
        return Object.fromEntries(found ?? []);
      },
      { timeout: 60_000, interval: 100 },
    )
    .toEqual(tags);

it('has the commands that are played here, and those of the CDK', () => {
  expect(walk).toContain('`npx cdk bootstrap`');
  expect(commands).toEqual([
    'npx cdk deploy -c stage=prod Heirtag-prod',
    'export HEIRTAG_ENDPOINT=<ApiUrl> HEIRTAG_ACCOUNT=111122223333',
    'heirtag() { bin/heirtag-cli.js "$@"; }',
    'heirtag feature enable',
    'heirtag plan enable ec2-instance/ec2-volume --existing',
    'heirtag rules enable ec2-instance/ec2-volume --existing',
    'heirtag doctor',
    'aws ec2 create-tags --resources i-0123456789abcdef0 --tags Key=cost,Value=shop',
    'heirtag explain vol-0123456789abcdef0 cost',
  ]);
});

it('has a stage that can be deployed', () => {
  const [, json = ''] = /```json\n(.*?)```/s.exec(walk) ?? [];

  expect(readStageSettings(JSON.parse(`{${json}}`), 'prod')).toMatchObject({
    clouds: ['aws'],
    awsRegions: [region],
  });
});

it('ends with the first inherited tag, command by command as it is written', async () => {
  const [, exported = '', , feature = '', plan = '', rule = '', doctor = '', , explain = ''] =
    commands;
  for (const [, name = '', value = ''] of played(exported).matchAll(/(\w+)=(\S+)/g)) {
    environment[name] = value;
  }

  expect(await run(feature)).toMatchObject({ code: 0 });
  expect(await run(plan)).toMatchObject({ code: 0, said: expect.stringContaining('team') });
  expect(await run(rule)).toMatchObject({ code: 0 });
  await volumeBecomes({ team: 'blue' });
  // No stage is deployed that it could look at.
  expect(await run(doctor)).toMatchObject({ code: 2, said: expect.stringContaining('stage') });
  await stage.tag(arnOf('Ec2-Instance', made.primary), { cost: 'shop' });
  await stage.putEvents();
  await volumeBecomes({ team: 'blue', cost: 'shop' });
  expect(await run(explain)).toMatchObject({
    code: 0,
    said: expect.stringMatching(new RegExp(`shop[^]*${made.primary}`)),
  });
});
