import { simulators } from '#openers';
import type { Bus } from '../../src/bus/bus.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Opener } from '../../src/clouds/opener.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import type { CloudAnswer } from '../../src/clouds/simulator.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { After } from '../../src/model/clock.ts';
import type { Log, Meter } from '../../src/model/telemetry.ts';
import { type InternalMessage, sweepStart } from '../../src/queue/message.ts';
import type { Access } from '../../src/runtime/access.ts';
import { adminOf } from '../../src/runtime/admin.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import { createServices, type Services } from '../../src/runtime/services.ts';
import { afterSeconds, openWave } from '../../src/runtime/wave.ts';
import { workerOf } from '../../src/runtime/worker.ts';
import type { SettingsStore } from '../../src/settings/settings.ts';
import type { Table } from '../../src/storage/table.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import type { Wave } from '../../src/wave/wave.ts';
import type { WorkerHandler } from '../../src/worker/worker-handler.ts';
import { createMemoryTable } from './memory-table.ts';
import { type Random, randomFrom } from './random.ts';
import { createVirtualBus, type Echo, type VirtualBus } from './virtual-bus.ts';
import { createVirtualQueue, type VirtualQueue } from './virtual-queue.ts';

const usualMaxReceives = 5;
const visibilitySeconds = 60;
const start = Date.parse('2026-03-01T08:00:00Z');
const operator = { type: 'ram-user', principalId: '2', userName: 'operator' } as const;

/** Ports that a test may replace, to watch or break them. */
export type Wrapping = {
  readonly cloud?: (
    inner: CloudProvider,
    stores: { readonly ledger: Ledger; readonly settings: SettingsStore },
  ) => CloudProvider;
  readonly ledger?: (inner: Ledger) => Ledger;
  readonly settings?: (inner: SettingsStore) => SettingsStore;
  /** What a worker's reconciles go forward in; a wave of its own unless given. */
  readonly wave?: Wave;
};

export type VirtualServiceOptions = Wrapping & {
  readonly seed: number;
  readonly maxTagsPerResource?: number;
  readonly inlineHeirs?: number;
  /** Repairs in a minute after which a tag counts as contested; so many that none does unless given. */
  readonly contestRepairs?: number;
  readonly jobResourcesPerSecond?: number;
  readonly doubledOneIn?: number;
  /** Kept out unless given. Where it comes, nobody knows it from a user's call. */
  readonly echo?: Echo;
  /** How its clouds are opened; the simulated ones unless given. */
  readonly openers?: readonly Opener[];
  /** Who can only be this service, as their audit trails name them; known of simulated ones. */
  readonly ownCallers?: readonly string[];
  /** Deliveries before the queue gives a message up. */
  readonly maxReceives?: number;
  readonly stateTable?: Table;
  readonly cloudTable?: Table;
  readonly log?: Log;
  /** Access keys of the Tag API; without it they cannot be managed. */
  readonly access?: Access;
};

/** The whole service over virtual time: real cloud, bus patterns, worker and HTTP API, no network. */
export type VirtualService = {
  readonly random: Random;
  readonly queue: VirtualQueue;
  readonly provider: CloudProvider;
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly cloudTable: Table;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => void;
  /** From now on every event that the cloud publishes is lost, or none is. */
  readonly loseEvents: (isLosing: boolean) => void;
  /** Calls the cloud as its user. @param action `<Product>/<Operation>` */
  readonly call: (action: string, parameters: object, accountId: string) => Promise<CloudAnswer>;
  /** Calls the HTTP API. @throws when it answers anything but success */
  readonly request: (method: string, path: string, body?: object) => Promise<unknown>;
  /** Sends the HTTP API whatever it is, and answers what it answers. */
  readonly send: (path: string, init: RequestInit) => Promise<Response>;
  /** Puts events on the bus, as others than the HTTP API may. */
  readonly publish: Bus['publish'];
  /** Puts a whole event on the bus, as a cloud does that has one of its own there. */
  readonly put: VirtualBus['put'];
  /** A worker of its own process. */
  readonly newWorker: (wrapping?: Wrapping) => WorkerHandler;
  readonly deliver: () => Promise<boolean>;
  /** Delivers until nothing is left, letting time pass. @param by this worker instead of the service's own */
  readonly drain: (by?: WorkerHandler) => Promise<void>;
  /** Delivers what becomes visible within so many milliseconds, and leaves the rest. */
  readonly drainFor: (milliseconds: number, by: WorkerHandler) => Promise<void>;
  /** Looks at resources again, as if something had touched them. */
  readonly touch: (arns: readonly Arn[]) => Promise<void>;
  readonly sweep: () => Promise<void>;
};

const noLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const noMeter: Meter = { add: () => {}, flush: () => {} };

const environmentOf = (options: VirtualServiceOptions) =>
  readEnvironment({
    HEIRTAG_STATE_TABLE: 'state',
    HEIRTAG_SIMULATOR_TABLE: 'simulator',
    HEIRTAG_CHANGES_QUEUE_URL: 'http://queue.test/changes',
    HEIRTAG_DEAD_LETTER_QUEUE_URL: 'http://queue.test/dead',
    HEIRTAG_BUS_NAME: 'bus',
    HEIRTAG_MAX_RECEIVES: String(options.maxReceives ?? usualMaxReceives),
    HEIRTAG_MAX_TAGS_PER_RESOURCE: String(options.maxTagsPerResource ?? 20),
    // Where users change tags back as often as they like, the loop guard must not notice.
    HEIRTAG_CONTEST_REPAIRS: String(options.contestRepairs ?? 100),
    HEIRTAG_CONTEST_MINUTES: '1',
    HEIRTAG_JOB_RESOURCES_PER_SECOND: String(options.jobResourcesPerSecond ?? 50),
    HEIRTAG_INLINE_HEIRS: String(options.inlineHeirs ?? 3),
  });

const mostDeliveries = 20_000;

/** The shortest time in which a call must be answered. */
const leastDeadlineSeconds = 10;

export const openVirtualService = (options: VirtualServiceOptions): VirtualService => {
  const random = randomFrom(options.seed);
  let time = start;
  let isLosing = false;
  const clock = () => time;
  const newId = () => random.hex(32);
  /** Waits for a call's turn are virtual; so long as a call may take, nobody waits here. */
  const after: After = (seconds, act) => {
    if (seconds >= leastDeadlineSeconds) return afterSeconds(seconds, act);
    const turn = setImmediate(() => {
      time += seconds * 1000;
      act();
    });
    return () => clearImmediate(turn);
  };
  const queue = createVirtualQueue({
    clock,
    random,
    maxReceives: options.maxReceives ?? usualMaxReceives,
    visibilitySeconds,
    doubledOneIn: options.doubledOneIn ?? 10,
  });
  const { echo = 'kept out', openers = simulators, ownCallers } = options;
  const isLost = () => isLosing;
  const bus = createVirtualBus({
    ...{ echo, deliver: queue.push, clock, isLost },
    ...(ownCallers && { ownCallers }),
  });
  const cloudTable = options.cloudTable ?? createMemoryTable();
  const services = createServices(
    environmentOf(options),
    {
      state: options.stateTable ?? createMemoryTable(),
      simulator: cloudTable,
      queue: queue.port,
      setAside: queue.setAside,
      deadLetters: queue.deadLetters,
      bus,
      clock,
      newId,
      random: random.fraction,
      pause: async () => {},
    },
    { openers, after },
  );
  const { simulator } = services;
  if (simulator === undefined) throw new Error('the service has no simulated cloud');
  const { ledger, settings } = services.reconcile;
  const provider =
    echo === 'comes' ? { ...services.provider, isOurs: () => false } : services.provider;
  const log = options.log ?? noLog;

  const wrapped = (wrapping: Wrapping): Services => {
    const wave = wrapping.wave ?? openWave('live');
    const cloud = wrapping.cloud?.(provider, { ledger, settings }) ?? provider;
    const reconcile = {
      ...services.reconcile,
      wave,
      cloud: gatheredCloud(cloud, wave.gather),
      ledger: wrapping.ledger?.(ledger) ?? ledger,
      settings: wrapping.settings?.(settings) ?? settings,
    };
    return { ...services, provider: cloud, reconcile, later: reconcile };
  };
  const newWorker: VirtualService['newWorker'] = (wrapping = options) =>
    workerOf(wrapped(wrapping), { log, meter: noMeter });
  const worker = newWorker();
  const api = adminOf(services, log, { access: options.access });
  const deliver = () => queue.deliver(worker);

  const drain = async (by = worker): Promise<void> => {
    for (let delivery = 0; delivery < mostDeliveries; delivery += 1) {
      time += 10;
      if (await queue.deliver(by)) continue;
      const next = queue.nextVisibleAt();
      if (next === undefined) return;
      time = Math.max(time, next);
    }
    throw new Error(
      `the queue still holds ${queue.size()} messages after ${mostDeliveries} batches`,
    );
  };

  const drainFor = async (milliseconds: number, by: WorkerHandler): Promise<void> => {
    const end = time + milliseconds;
    while (time < end) {
      if (await queue.deliver(by)) time += 10;
      else time = Math.min(end, Math.max(time + 1, queue.nextVisibleAt() ?? end));
    }
  };

  const causeOf = (eventName: string) => ({
    eventId: eventName,
    eventName,
    eventTime: new Date(time).toISOString(),
    principal: 'test',
  });

  return {
    random,
    queue,
    provider,
    ledger,
    settings,
    cloudTable,
    now: clock,
    wait: (milliseconds) => {
      time += milliseconds;
    },
    loseEvents: (isOn) => {
      isLosing = isOn;
    },
    call: (action, parameters, accountId) => {
      const [product = '', operation = ''] = action.split('/');
      return simulator.call({ product, operation, parameters, accountId, caller: operator });
    },
    request: async (method, path, body) => {
      const response = await api.request(path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    },
    send: async (path, init) => api.request(path, init),
    publish: bus.publish,
    put: bus.put,
    newWorker,
    deliver,
    drain,
    drainFor,
    touch: async (arns) => {
      const messages = arns.map(
        (arn): InternalMessage => ({ kind: 'keys', arns: [arn], cause: causeOf('Test') }),
      );
      await queue.port.send(messages);
      await drain();
    },
    sweep: async () => {
      await queue.port.send([sweepStart(causeOf('Sweep'))]);
      await drain();
    },
  };
};
