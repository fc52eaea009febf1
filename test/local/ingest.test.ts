import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { openOverWire } from '../../src/clouds/alibaba/demo/open-over-wire.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { type LocalRunner, startLocal } from '../../src/local/start-local.ts';
import { newKeyPair, selfSigned } from '../clouds/alibaba/sender/self-signed.ts';
import { signedHeadersOf, token } from '../clouds/alibaba/sender/signed-delivery.ts';
import { diskRule } from '../engine/fixtures.ts';

const account = '6200000000000001';
const keys = newKeyPair();

let folder: string;
let runner: LocalRunner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-ingest-'));
  const secret = join(folder, 'senders.json');
  await writeFile(secret, JSON.stringify({ tokens: [token] }));
  let url = '';
  runner = await startLocal({
    dataDir: join(folder, 'data'),
    port: 0,
    openers: [openOverWire({ urlOf: () => url, accounts: [account] })],
    ingest: JSON.stringify({ alibaba: { accounts: [account], secret } }),
    loadCertificate: async () => selfSigned(keys, Date.now() - 1000),
  });
  url = runner.url;
});
afterAll(async () => {
  await runner.stop();
  await rm(folder, { recursive: true, force: true });
});

const ofType = (arns: readonly Arn[], type: string): Arn => {
  const found = arns.find((arn) => parseArn(arn).type === type);
  if (found === undefined) throw new Error(`no ${type} among ${arns}`);
  return found;
};

/** What the cloud's event service sends when a disk is attached. */
const attachedText = (disk: Arn, instance: Arn): string =>
  JSON.stringify({
    id: 'delivered',
    specversion: '1.0',
    source: 'acs.ecs',
    type: 'ecs:ActionTrail:ApiCall',
    aliyunaccountid: account,
    aliyunregionid: 'cn-hangzhou',
    data: {
      eventId: 'delivered',
      eventName: 'AttachDisk',
      eventType: 'ApiCall',
      serviceName: 'Ecs',
      eventTime: new Date().toISOString(),
      acsRegion: 'cn-hangzhou',
      requestParameters: { DiskId: parseArn(disk).id, InstanceId: parseArn(instance).id },
    },
  });

const deliver = async (body: string, headers: Readonly<Record<string, string>>) => {
  const answer = await fetch(`${runner.url}/v1/ingest/alibaba`, { method: 'POST', body, headers });
  return answer.status;
};

it('lets a delivery of the cloud make a disk inherit, by bus and worker, over the wire', async () => {
  const client = openClient(runner.url, account, () => sleep(10));
  const arns = await client.cloud('Ecs/RunInstances', { RegionId: 'cn-hangzhou' });
  const [instance, disk] = [ofType(arns, 'Ecs-Instance'), ofType(arns, 'Ecs-Disk')];
  await client.tag(instance, { cost: 'shanghai' });
  await client.settle();
  // What existed before a rule waits for an event.
  await client.setFeature('Enable');
  await client.setRule(diskRule, { status: 'Enable' });
  await client.settle();
  const before = await client.tagsOf(disk);
  const body = attachedText(disk, instance);
  const url = `${runner.url}/v1/ingest/alibaba`;
  const headers = signedHeadersOf({ keys, url, body, at: Date.now() });

  const statuses = [
    await deliver(body, headers),
    await deliver(body, headers),
    await deliver(body, { 'x-api-key': 'guessed' }),
  ];
  await client.settle();

  expect(statuses).toEqual([200, 401, 401]);
  expect(before).toEqual({});
  expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
});
