import { simulators } from '#openers';
import type { Bus } from '../../src/bus/bus.ts';
import { createCallLimits } from '../../src/clouds/alibaba/simulator/call-limits.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import type { CallLimits, Rate } from '../../src/clouds/call.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { allSeenIn } from '../../src/clouds/sights.ts';
import type { Tags } from '../../src/model/tags.ts';
import type { MetricName } from '../../src/model/telemetry.ts';
import { adminOf } from '../../src/runtime/admin.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import type { Foundation } from '../../src/runtime/foundation.ts';
import { createServices } from '../../src/runtime/services.ts';
import { tellLanes } from '../../src/runtime/tell-lanes.ts';
import { workerOf } from '../../src/runtime/worker.ts';
import { createWave } from '../../src/wave/wave.ts';
import { createMemoryTable } from './memory-table.ts';
import { randomFrom } from './random.ts';
import { createVirtualBus } from './virtual-bus.ts';
import { createVirtualQueue, type VirtualQueue } from './virtual-queue.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

export const accountId = '1000000000000001';
const start = Date.parse('2026-03-01T08:00:00Z');
const operator = { type: 'ram-user', principalId: '2', userName: 'operator' } as const;
const longestWaitSeconds = 0.05;
/** How long the cloud takes to answer. */
const latencySeconds = 0.05;
/** What a batch takes at the least: to be handed out, to read settings, to send what is put off. */
const batchSeconds = 0.03;
/** How long an idle worker waits until it asks for messages again. */
const pollSeconds = 0.2;

/** What the cloud was asked, API by API. */
export type Used = { taken: number; refused: number };

/** Workers that know nothing of each other, as Lambda has them, before one cloud with one limit. */
export type Crowd = {
  readonly time: VirtualTime;
  readonly queue: VirtualQueue;
  /** Calls the cloud as its user. @param action `<Product>/<Operation>` */
  readonly call: (action: string, parameters: object) => Promise<readonly Arn[]>;
  readonly request: (method: string, path: string, body?: object) => Promise<void>;
  /** The tags of each, in their order. */
  readonly tagsOf: (arns: readonly Arn[]) => Promise<readonly (Tags | undefined)[]>;
  /** From now on events are lost, or none is. */
  readonly loseEvents: (isOn: boolean) => void;
  readonly used: ReadonlyMap<string, Used>;
  /** Forgets what was used so far. */
  readonly useAnew: () => void;
  readonly counted: ReadonlyMap<MetricName, number>;
  /** Lets the workers work until something holds. @returns seconds that it took */
  readonly work: (isOver: () => boolean | Promise<boolean>) => Promise<number>;
};

export type CrowdOptions = {
  readonly workers: number;
  /** What each of them does at once; one batch unless given. */
  readonly pollers?: number;
  /** Workers that the stage allows at once; as many as there are unless given. */
  readonly mostWorkers?: number;
  readonly rate: Rate;
  /** Of what is left to chance. */
  readonly seed?: number;
};

/** Notes what the cloud takes and refuses. */
const noting = (limits: CallLimits, time: VirtualTime, used: Map<string, Used>): CallLimits => ({
  rate: limits.rate,
  admit: async (call) => {
    await time.sleep(latencySeconds);
    const noted = used.get(call.api) ?? { taken: 0, refused: 0 };
    used.set(call.api, noted);
    try {
      await limits.admit(call);
      noted.taken += 1;
    } catch (error) {
      noted.refused += 1;
      throw error;
    }
  },
});

export const openCrowd = ({
  workers,
  pollers = 1,
  mostWorkers = workers,
  rate,
  seed = 1,
}: CrowdOptions): Crowd => {
  const random = randomFrom(seed);
  const time = createVirtualTime(start);
  const { clock } = time;
  const queue = createVirtualQueue({
    clock,
    random,
    maxReceives: 100,
    visibilitySeconds: 720,
    doubledOneIn: 1000,
    fillsBatches: true,
  });
  let isLosing = false;
  const bus: Bus = createVirtualBus({
    echo: 'kept out',
    deliver: queue.push,
    clock,
    isLost: () => isLosing,
  });
  const foundation: Foundation = {
    state: createMemoryTable(),
    simulator: createMemoryTable(),
    queue: queue.port,
    setAside: queue.setAside,
    deadLetters: queue.deadLetters,
    bus,
    clock,
    newId: () => random.hex(32),
    random: random.fraction,
    pause: () => time.sleep(0.1),
  };
  const environment = readEnvironment({
    HEIRTAG_STATE_TABLE: 'state',
    HEIRTAG_SIMULATOR_TABLE: 'simulator',
    HEIRTAG_CHANGES_QUEUE_URL: 'http://queue.test/changes',
    HEIRTAG_DEAD_LETTER_QUEUE_URL: 'http://queue.test/dead',
    HEIRTAG_BUS_NAME: 'bus',
    HEIRTAG_WORKERS: String(mostWorkers),
  });
  const used = new Map<string, Used>();
  const counted = new Map<MetricName, number>();
  const telemetry = {
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    meter: {
      add: (name: MetricName, value: number) => {
        counted.set(name, (counted.get(name) ?? 0) + value);
      },
      flush: () => {},
    },
  };
  const callLimits = noting(createCallLimits(rate, clock), time, used);
  const outside = createServices(environment, foundation, { openers: simulators });
  const api = adminOf(outside, telemetry.log, {});

  const newWorker = () => {
    const wave = createWave({ afterLongestWait: (act) => time.after(longestWaitSeconds, act) });
    const services = createServices(environment, foundation, {
      wave,
      after: time.after,
      openers: simulators,
      callLimits,
      onLaneEvent: tellLanes(telemetry),
    });
    return workerOf(services, telemetry);
  };
  const handlers = Array.from({ length: workers }, newWorker).flatMap((handler) =>
    Array.from({ length: pollers }, () => handler),
  );

  return {
    time,
    queue,
    used,
    useAnew: () => used.clear(),
    counted,
    loseEvents: (isOn) => {
      isLosing = isOn;
    },
    call: async (action, parameters) => {
      const [product = '', operation = ''] = action.split('/');
      const { simulator } = outside;
      if (simulator === undefined) throw new Error('the service has no simulated cloud');
      const call = { product, operation, parameters, accountId, caller: operator };
      return (await simulator.call(call)).arns;
    },
    request: async (method, path, body) => {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      const response = await api.request(path, init);
      if (!response.ok) throw new Error(`${method} ${path} answered ${await response.text()}`);
    },
    tagsOf: async (arns) => {
      const seen = allSeenIn(await outside.provider.describe(arns, patientCall), arns);
      return arns.map((arn) => seen.get(arn)?.tags);
    },
    work: async (isOver) => {
      const begin = clock();
      let isDone = false;
      const failures: unknown[] = [];
      const workFor = async (handler: ReturnType<typeof workerOf>): Promise<void> => {
        while (!isDone) {
          const batch = queue.receive();
          if (batch === undefined) await time.sleep(pollSeconds);
          else {
            await time.sleep(batchSeconds);
            batch.settle(await handler(batch.event));
          }
        }
      };
      const watch = async (): Promise<void> => {
        while (!(await isOver())) await time.sleep(1);
        isDone = true;
      };
      const all = [watch(), ...handlers.map(workFor)];
      for (const each of all) {
        each.catch((error: unknown) => {
          failures.push(error);
          isDone = true;
        });
      }
      await time.playUntil(() => isDone);
      if (failures.length > 0) throw failures[0];
      return (clock() - begin) / 1000;
    },
  };
};

/** The id in an ARN. */
export const idOf = (arn: Arn | undefined): string => (arn === undefined ? '' : parseArn(arn).id);
