import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Arn } from '../../src/clouds/alibaba/arn.ts';
import { type Client, openClient, type TagList } from '../../src/clouds/alibaba/demo/client.ts';
import { heirtag, type Ran } from '../cli/cli-process.ts';
import { ownRules } from '../default-rules.ts';
import { diskRule } from '../engine/fixtures.ts';
import { foundInput } from '../fixtures/found-inputs.ts';
import { type RunnerProcess, startRunner } from './runner-process.ts';

// What was once left aside is given to a runner as it came, but for the ids, which the simulated cloud
// chooses. Nothing but the event itself makes the heir inherit: the rule is turned on after all is made.

const account = '1000000000000001';
const clbRule = 'rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip';

/** A primary, by its id, and what is to inherit its tag. */
type Pair = { readonly id: string; readonly heir: Arn };

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const arnOf = (arns: readonly Arn[], type: string): Arn => {
  const found = arns.find((arn) => arn.includes(`:${type}/`));
  if (found === undefined) throw new Error(`no ${type} among ${arns.join(', ')}`);
  return found;
};

const makeInstance = async ({ cloud }: Client): Promise<Pair> => {
  const arns = await cloud('Ecs/RunInstances', {
    RegionId: 'cn-hangzhou',
    Tag: [{ Key: 'cost', Value: 'shanghai' }],
  });
  return { id: idOf(arnOf(arns, 'instance')), heir: arnOf(arns, 'disk') };
};

const makeBalancer = async ({ cloud, tag }: Client): Promise<Pair> => {
  const RegionId = 'cn-hangzhou';
  const [balancer] = await cloud('Slb/CreateLoadBalancer', { RegionId });
  const [eip] = await cloud('Vpc/AllocateEipAddress', { RegionId });
  if (balancer === undefined || eip === undefined) throw new Error('nothing was made');
  await tag(balancer, { cost: 'x' });
  await cloud('Vpc/AssociateEipAddress', {
    RegionId,
    AllocationId: idOf(eip),
    InstanceId: idOf(balancer),
    InstanceType: 'SlbInstance',
  });
  return { id: idOf(balancer), heir: eip };
};

const foundIds = /(i-0made0up0instance1|lb-0made0up0clb1)/g;

const named = (text: string, { id }: Pair): string => text.replaceAll(foundIds, id);

const lists = z.array(z.unknown());
const packed = z.object({ base64: z.string() });
const unpacked = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** An event that is posted: what is asked of it, and its text, with the id of a primary. */
type Post = readonly [title: string, textFor: (pair: Pair) => string];

const asItIs = (event: unknown) => (pair: Pair) => named(JSON.stringify(event), pair);

const bytesInEnvelope = (pair: Pair): string => {
  const envelope = z.looseObject({ data_base64: z.string() }).parse(foundInput(12));
  const record = named(unpacked(envelope.data_base64).toString(), pair);
  return JSON.stringify({ ...envelope, data_base64: Buffer.from(record).toString('base64') });
};

const ofInstances: readonly Post[] = [
  ['a call from the console', asItIs(foundInput(1))],
  ['references as a list', asItIs(foundInput(3))],
  ...lists
    .parse(foundInput(4))
    .map((event, index): Post => [`objects as texts, ${index}`, asItIs(event)]),
  [
    'a long number',
    (pair) => named(z.object({ text: z.string() }).parse(foundInput(11)).text, pair),
  ],
  ['bytes in a CloudEvent', bytesInEnvelope],
  ['a time without a zone', asItIs(foundInput(16))],
  ['a CloudEvent in an envelope of the bus', asItIs(foundInput(23))],
];
const ofBalancers = lists
  .parse(foundInput(14))
  .map((event, index): Post => [`a spelling of an ARN, ${index}`, asItIs(event)]);

/** A file that is sent: what is asked of it, and its bytes, with the id of a primary. */
type File = readonly [title: string, bytesFor: (pair: Pair) => string | Uint8Array];

const archive = (pair: Pair): Uint8Array =>
  gzipSync(named(gunzipSync(unpacked(packed.parse(foundInput(7)).base64)).toString(), pair));

const largeInTheMiddle = (pair: Pair): string => {
  const { lines } = z.object({ lines: lists }).parse(foundInput(20));
  const [first, , last] = lines;
  const large = {
    ...z.looseObject({}).parse(last),
    additionalEventData: { x: 'y'.repeat(1_100_000) },
  };
  return named([first, large, last].map((each) => JSON.stringify(each)).join('\n'), pair);
};

const files: readonly File[] = [
  ['an answer of LookupEvents', asItIs(foundInput(6))],
  ['a file of a trail, packed with gzip', archive],
  ...Object.entries(z.record(z.string(), z.string()).parse(foundInput(9))).map(
    ([form, text]): File => [`a byte order mark, ${form}`, (pair) => named(text, pair)],
  ),
];
const tooLarge: File = ['an event that is too large', largeInTheMiddle];

let folder: string;
let runner: RunnerProcess;
let client: Client;
const tags = new Map<string, TagList>();
let sent: Ran;
let sentLarge: Ran;

const post = async (path: string, body: string, method = 'POST'): Promise<unknown> => {
  const response = await fetch(`${runner.url}${path}`, { method, body });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
};

const send = async (each: readonly File[], pairs: readonly Pair[]): Promise<Ran> => {
  const paths = each.map((_, index) => join(folder, `${pairs[index]?.id}.file`));
  for (const [index, [, bytesFor]] of each.entries()) {
    const pair = pairs[index];
    if (pair !== undefined) await writeFile(paths[index] ?? '', bytesFor(pair));
  }
  return heirtag(['events', 'send', ...paths], { env: { HEIRTAG_ENDPOINT: runner.url } });
};

const make = async <Each extends readonly [string, unknown]>(
  each: readonly Each[],
  one: (client: Client) => Promise<Pair>,
): Promise<readonly (readonly [Each, Pair])[]> => {
  const made: (readonly [Each, Pair])[] = [];
  for (const given of each) made.push([given, await one(client)]);
  return made;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-found-'));
  runner = await startRunner(join(folder, 'data'));
  client = openClient(runner.url, account, async () => {});
  await client.setFeature('Enable');
  const posts = [
    ...(await make(ofInstances, makeInstance)),
    ...(await make(ofBalancers, makeBalancer)),
  ];
  const inFiles = await make(files, makeInstance);
  const [large] = await make([tooLarge], makeInstance);
  if (large === undefined) throw new Error('nothing was made');
  await client.settle();
  for (const rule of [diskRule, clbRule] as const) await client.setRule(rule, { status: 'Enable' });

  for (const [[, textFor], pair] of posts) await post('/v1/events', textFor(pair));
  sent = await send(
    files,
    inFiles.map(([, pair]) => pair),
  );
  sentLarge = await send([tooLarge], [large[1]]);
  await client.settle();

  for (const [[title], { heir }] of [...posts, ...inFiles, large]) {
    tags.set(title, await client.tagsOf(heir));
  }
}, 120_000);

afterAll(async () => {
  await runner.interrupt();
  await rm(folder, { recursive: true, force: true });
});

describe('what real trails hold', () => {
  it.each([...ofInstances, ...files, tooLarge].map(([title]) => title))(
    'lets the disk inherit: %s',
    (title) => {
      expect(tags.get(title)).toEqual({ cost: 'shanghai' });
    },
  );

  it.each(ofBalancers.map(([title]) => title))('lets the EIP inherit: %s', (title) => {
    expect(tags.get(title)).toEqual({ cost: 'x' });
  });

  it('is told by the command line, and the one that is too large by name', () => {
    expect(sent).toMatchObject({
      code: 0,
      stdout: '4 accepted, 0 rejected; resources touched: 4, events that touch nothing: 0\n',
    });
    expect(sentLarge).toMatchObject({
      code: 1,
      stdout: '2 accepted, 1 rejected; resources touched: 1, events that touch nothing: 1\n',
      stderr: expect.stringMatching(/event 2 .* rejected: the event has 110\d+ bytes/),
    });
  });
});

it('takes a name of digits for a topic', async () => {
  const [kafka = ''] = await client.cloud('AliKafka/CreateInstance', { RegionId: 'cn-hangzhou' });
  const { Topic: topics } = z.object({ Topic: z.array(z.string()) }).parse(foundInput(25));

  const made: string[] = [];
  for (const Topic of topics) {
    const args = ['--RegionId', 'cn-hangzhou', '--InstanceId', idOf(kafka), '--Topic', Topic];
    const { stdout } = await heirtag(['simulate', 'AliKafka', 'CreateTopic', ...args], {
      env: { HEIRTAG_ENDPOINT: runner.url },
    });
    made.push(stdout.split('\n')[0] ?? '');
  }

  expect(made).toEqual(topics.map((topic) => expect.stringMatching(`:topic/.*${topic}$`)));
});

it('sets all rules of an account at once, with the longest lists of keys', async () => {
  const { body, callsAtOnce } = z
    .object({ body: z.looseObject({}), callsAtOnce: z.array(z.number()) })
    .parse(foundInput(18));
  const { key, keysPerRule, rules } = z
    .object({ key: z.string(), keysPerRule: z.number(), rules: z.number() })
    .parse(foundInput(19));
  const keys = Array.from({ length: keysPerRule }, (_, n) =>
    key.replace('0000', String(n).padStart(4, '0')),
  );
  const half = keysPerRule / 2;
  const lists = { tagKeys: keys.slice(0, half), excludedKeys: keys.slice(half) };
  const bodies = [...callsAtOnce.map(() => body), { ...body, ...lists }];
  expect(ownRules).toHaveLength(rules);

  for (const [turn, each] of bodies.entries()) {
    const waiting = ownRules.map(({ settingName }) => settingName);
    const next = async (): Promise<void> => {
      const settingName = waiting.pop();
      if (settingName === undefined) return;
      await post(`/v1/accounts/1000000000000002/rules/${settingName}`, JSON.stringify(each), 'PUT');
      await next();
    };
    await post('/v1/accounts/1000000000000002/feature', '{"status":"Enable"}', 'PUT');
    await Promise.all(Array.from({ length: callsAtOnce[turn] ?? 1 }, next));
  }

  const stored = await (await fetch(`${runner.url}/v1/accounts/1000000000000002/rules`)).json();
  expect(stored).toMatchObject({ rules: ownRules.map(() => lists) });
});
