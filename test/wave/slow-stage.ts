import pLimit from 'p-limit';
import type { Arn } from '../../src/clouds/arn.ts';
import { formatArn } from '../../src/clouds/aws/arn.ts';
import type { Opener } from '../../src/clouds/opener.ts';
import { adminOf } from '../../src/runtime/admin.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import type { Foundation } from '../../src/runtime/foundation.ts';
import { createServices } from '../../src/runtime/services.ts';
import { openWave } from '../../src/runtime/wave.ts';
import { workerOf } from '../../src/runtime/worker.ts';
import type { Table } from '../../src/storage/table.ts';
import { type Account, openAccount } from '../clouds/aws/worlds/account.ts';
import { createMemoryTable } from '../reliability/memory-table.ts';
import { randomFrom } from '../reliability/random.ts';
import { createVirtualBus } from '../reliability/virtual-bus.ts';
import { createVirtualQueue } from '../reliability/virtual-queue.ts';
import { createVirtualTime, type VirtualTime } from '../reliability/virtual-time.ts';
import { accountId, region, slowAws } from './slow-aws.ts';

const volumeRule = 'rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume';
const start = Date.parse('2026-03-01T08:00:00Z');
/** Deliveries of a message: few, so that what never ends is told soon. */
const maxReceives = 6;
/** Batches of messages under way at once. */
const pollers = 4;
const pollSeconds = 0.2;

/** What there is: instances with tags of their teams, and volumes without. */
export type Estate = {
  readonly instances: number;
  readonly volumesEach: number;
  readonly teams: number;
};

/** How slow everything is. Seconds. */
export type Slowness = {
  /** What a request to the database takes of the only processor that there is. */
  readonly request: number;
  /** What AWS takes to answer. */
  readonly call: number;
};

const named = (type: 'Ec2-Instance' | 'Ec2-Volume', id: string): Arn =>
  formatArn({ type, region, accountId, id });

const teamOf = (tags: ReadonlyMap<string, string> | undefined): string | undefined =>
  tags?.get('team');

const fill = (account: Account, { instances, volumesEach, teams }: Estate): readonly Arn[] =>
  Array.from({ length: instances }, (_, n) => {
    const instance = named('Ec2-Instance', `i-${n}`);
    const tags = new Map([['team', `team-${n % teams}`]]);
    account.put({ arn: instance, tags, parents: [], goesWithInstance: false });
    return Array.from({ length: volumesEach }, (_each, index) => {
      const arn = named('Ec2-Volume', `vol-${n}-${index}`);
      account.put({ arn, tags: new Map(), parents: [instance], goesWithInstance: false });
      return arn;
    });
  }).flat();

/** A table whose requests take turns, each its time. */
const slowTable = (table: Table, sleep: () => Promise<void>): Table => {
  const processor = pLimit(1);
  const slow =
    <Args extends readonly unknown[], Answer>(request: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> =>
      processor(async () => {
        await sleep();
        return request(...args);
      });
  const { get, getMany, put, putMany, putParts, count, query, scan } = table;
  return {
    get: slow(get),
    getMany: slow(getMany),
    put: slow(put),
    putMany: slow(putMany),
    putParts: slow(putParts),
    count: slow(count),
    query: slow(query),
    scan: slow(scan),
    delete: slow(table.delete),
  };
};

const silent = () => {};
const telemetry = {
  log: { debug: silent, info: silent, warn: silent, error: silent },
  meter: { add: silent, flush: silent },
} as const;

const environment = readEnvironment({
  HEIRTAG_STATE_TABLE: 'state',
  HEIRTAG_CHANGES_QUEUE_URL: 'http://queue.test/changes',
  HEIRTAG_DEAD_LETTER_QUEUE_URL: 'http://queue.test/dead',
  HEIRTAG_BUS_NAME: 'bus',
  HEIRTAG_MAX_RECEIVES: String(maxReceives),
  HEIRTAG_JOB_RESOURCES_PER_SECOND: '1000',
});

/** Lets workers empty a queue in virtual time. @throws what one of them threw */
const work = async (
  time: VirtualTime,
  queue: ReturnType<typeof createVirtualQueue>,
  handler: ReturnType<typeof workerOf>,
): Promise<void> => {
  const poll = async (): Promise<void> => {
    while (queue.size() > 0) {
      if (!(await queue.deliver(handler))) await time.sleep(pollSeconds);
    }
  };
  let left = pollers;
  const all = Promise.all(
    Array.from({ length: pollers }, () =>
      poll().finally(() => {
        left -= 1;
      }),
    ),
  );
  all.catch(silent);
  await time.playUntil(() => left === 0);
  await all;
};

/** What a stage came to. */
export type Backfilled = {
  /** Name → how many. */
  readonly calls: Readonly<Record<string, number>>;
  /** Volumes without the tag of their instance. */
  readonly wrong: number;
  readonly deadLetters: number;
};

/** Applies the rule of volumes to what exists, as a stage on AWS does it, and waits until nothing is left to look at. */
export const backfill = async (estate: Estate, slowness: Slowness): Promise<Backfilled> => {
  const random = randomFrom(1);
  const time = createVirtualTime(start);
  const { clock } = time;
  const account = openAccount(clock);
  const volumes = fill(account, estate);
  const queue = createVirtualQueue({
    ...{ clock, random, maxReceives, visibilitySeconds: 720, doubledOneIn: 1_000_000 },
    fillsBatches: true,
  });
  const state = createMemoryTable();
  const foundation: Foundation = {
    state,
    simulator: undefined,
    queue: queue.port,
    setAside: queue.setAside,
    deadLetters: queue.deadLetters,
    bus: createVirtualBus({ echo: 'kept out', deliver: queue.push, clock, isLost: () => false }),
    clock,
    newId: () => random.hex(32),
    random: random.fraction,
    pause: () => time.sleep(0.1),
  };
  const made: string[] = [];
  const provider = slowAws({ account, sleep: () => time.sleep(slowness.call) }, made);
  const opener: Opener = {
    cloud: 'aws',
    operations: [],
    open: () => ({ provider, openAt: () => provider, regions: [region], simulator: undefined }),
  };
  const openers = [opener];
  const api = adminOf(createServices(environment, foundation, { openers }), telemetry.log, {});
  for (const [path, body] of [
    ['feature', { status: 'Enable' }],
    [`rules/${encodeURIComponent(volumeRule)}`, { status: 'Enable', existingStatus: 'Enable' }],
  ] as const) {
    const init = { method: 'PUT', body: JSON.stringify(body) };
    const answer = await api.request(`/v1/accounts/${accountId}/${path}`, init);
    if (!answer.ok) throw new Error(`PUT ${path} answered ${await answer.text()}`);
  }
  const slow = {
    ...foundation,
    state: slowTable(state, () => time.sleep(slowness.request)),
  };
  const services = createServices(environment, slow, {
    wave: openWave('live', time.after),
    laterWave: openWave('later', time.after),
    after: time.after,
    openers,
  });
  await work(time, queue, workerOf(services, telemetry));
  const alike = Map.groupBy(made.toSorted(), (name) => name);
  return {
    calls: Object.fromEntries([...alike].map(([name, calls]) => [name, calls.length])),
    wrong: volumes.filter((arn) => {
      const volume = account.find(arn);
      const [parent = arn] = volume?.parents ?? [];
      return teamOf(volume?.tags) !== teamOf(account.find(parent)?.tags);
    }).length,
    deadLetters: queue.dead.length,
  };
};
