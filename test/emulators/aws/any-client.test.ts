import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../src/clouds/aws/arn.ts';
import { catalogue } from '../../../src/clouds/aws/catalogue.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { emulatorProgram } from '../python.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { type LiveStage, startLiveStage } from './live-stage.ts';

/** moto's own: whose a key is that it never gave. */
const accountId = '123456789012';

let stage: LiveStage;
beforeAll(async () => {
  stage = await startLiveStage(accountId);
});
afterAll(() => stage.stop());

const run = async (program: string, args: readonly string[]): Promise<string> => {
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: stage.endpoint,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
  const { stdout } = await promisify(execFile)(emulatorProgram(program), args, { env });
  return stdout.trim();
};

/** Launches an instance, tags it, and attaches a volume. */
const script = `
import boto3
ec2 = boto3.client('ec2')
launched = ec2.run_instances(ImageId='ami-12c6146b', MinCount=1, MaxCount=1)
instance = launched['Instances'][0]['InstanceId']
volume = ec2.create_volume(AvailabilityZone='${region}a', Size=1)['VolumeId']
tags = [{'Key': 'cost', 'Value': 'a & b'}, {'Key': 'team', 'Value': 'blue'}]
ec2.create_tags(Resources=[instance], Tags=tags)
ec2.attach_volume(InstanceId=instance, VolumeId=volume, Device='/dev/sdx')
print(instance, volume)
`;

const sourceOf = (event: object): unknown =>
  Object.entries(event).find(([name]) => name === 'source')?.[1];

const become = (arn: Arn, tags: Readonly<Record<string, string>>): Promise<void> =>
  expect
    .poll(async () => Object.fromEntries((await tagsIn(stage.account.provider, arn)) ?? []), {
      timeout: 60_000,
      interval: 100,
    })
    .toEqual(tags);

it('hears of what boto3 and the AWS CLI do, and volumes inherit', async () => {
  await stage.call('PUT', '/feature', { status: 'Enable' });
  for (const { settingName, associated } of catalogue) {
    if (associated !== 'Ec2-Volume' && associated !== 'Ec2-Snapshot') continue;
    await stage.call('PUT', `/rules/${encodeURIComponent(settingName)}`, { status: 'Enable' });
  }

  const [instance = '', id = ''] = (await run('python', ['-c', script])).split(' ');
  const volume = formatArn({ type: 'Ec2-Volume', region, accountId, id });
  await stage.putEvents();
  await become(volume, { cost: 'a & b', team: 'blue' });
  // What the service writes goes over the wire as well, and comes back.
  const echoes = new Set<unknown>();
  const takeSources = () => {
    for (const event of stage.takeEvents()) echoes.add(sourceOf(event));
    return echoes;
  };
  await expect
    .poll(takeSources, { timeout: 60_000, interval: 100 })
    .toEqual(new Set(['aws.ec2', 'aws.tag']));

  const untag = ['ec2', 'delete-tags', '--resources', instance, '--tags', 'Key=team'];
  await run('aws', untag);
  await stage.putEvents();
  await become(volume, { cost: 'a & b' });
});
