import { createHash, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { operations } from '../../../../src/clouds/alibaba/simulator/operations.ts';
import { createSimulatedCloud } from '../../../../src/clouds/alibaba/simulator/simulated-cloud.ts';
import type { SimulatedCloud } from '../../../../src/clouds/simulator.ts';
import type { Disturbance, DisturbedCall } from '../../../../src/clouds/wire.ts';
import type { Log } from '../../../../src/model/telemetry.ts';
import { createMemoryTable } from '../../../reliability/memory-table.ts';
import { type Random, randomFrom } from '../../../reliability/random.ts';
import type { VirtualService } from '../../../reliability/virtual-service.ts';
import { startWire, type WireServer } from '../wire/wire-fixture.ts';

/** What calls of a world meet. */
export type Weather = {
  readonly seed: number;
  /** Calls are throttled, answers are lost, and something on the way answers. Credentials are over in any weather. */
  readonly isBroken: boolean;
};

/** A call that was let through while a permission was missing. */
export type PassedCall = Pick<DisturbedCall, 'operation' | 'parameters'>;

/** The simulated cloud over HTTP, world after world on one port. */
export type DisturbedWire = Pick<WireServer, 'endpoint' | 'keyFor'> & {
  /** Begins a world. @param service it is asked for when the first call comes */
  readonly begin: (weather: Weather, service: () => VirtualService) => void;
  /** What is not allowed from now on; nothing is forbidden where it is left out. */
  readonly forbid: (isForbidden?: (call: DisturbedCall) => boolean) => void;
  /** Calls that came through since something was forbidden. */
  readonly passed: () => readonly PassedCall[];
  /** What the service writes goes here. */
  readonly log: Log;
  /** Lines of the log that tell what only the service and the cloud may know. */
  readonly leaks: readonly string[];
  /** How often each kind of trouble was met, and how many lines were logged, in all worlds. */
  readonly met: ReadonlyMap<string, number>;
  readonly stop: () => Promise<void>;
};

/** Pages of two, where a token leads to the next: no client may count on as many as it asks for. */
const inSmallPages = (parameters: unknown): object => {
  const asked = new Map(Object.entries({ ...Object(parameters) }));
  for (const name of ['MaxResults', 'Limit']) if (asked.has(name)) asked.set(name, 2);
  return Object.fromEntries(asked);
};

const troubles: readonly (readonly [name: string, oneIn: number, Disturbance])[] = [
  ['throttled', 25, { kind: 'refuse', httpStatus: 400, code: 'Throttling.User' }],
  ['answer lost', 30, { kind: 'loseAnswer' }],
  [
    'gateway',
    60,
    { kind: 'instead', status: 502, contentType: 'text/html', body: '<html>bad gateway</html>' },
  ],
];

/** Where no dry run is taken the products publish an error for a missing permission. Source: their metadata. */
const refusesStrangers: ReadonlyMap<string, Disturbance> = new Map([
  ['DescribeNetworkInterfaces', { kind: 'refuse', httpStatus: 403, code: 'Forbidden.SubUser' }],
]);

const tokenIsOver: Disturbance = {
  kind: 'refuse',
  httpStatus: 400,
  code: 'InvalidSecurityToken.Expired',
};

/** The same choices for the same call of a world, in whatever order calls that go together come. */
const drawFor = (seed: number, name: string): Random =>
  randomFrom(createHash('sha256').update(`${seed} ${name}`).digest().readInt32BE());

/** How many calls each thing had. */
const createCounts = () => {
  const counts = new Map<string, number>();
  return {
    counts,
    next: (name: string): number => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count;
    },
  };
};

/** Temporary keys are over after some calls, whatever they say of their end. */
const keyIsOver = (seed: number) => {
  const calls = createCounts();
  return ({ accountId, accessKeyId }: DisturbedCall): boolean => {
    if (!accessKeyId.startsWith('STS.')) return false;
    const lasts = 20 + drawFor(seed, `${accountId} ${calls.counts.size}`).below(60);
    return calls.next(accessKeyId) > lasts;
  };
};

/** What is in force in one world. */
type Current = {
  readonly service: () => VirtualService;
  readonly simulator: SimulatedCloud;
  readonly meet: (call: DisturbedCall) => readonly [name: string, Disturbance] | undefined;
};

const meetIn = ({ seed, isBroken }: Weather): Current['meet'] => {
  const isOver = keyIsOver(seed);
  const calls = createCounts();
  return (call) => {
    if (isOver(call)) return ['token over', tokenIsOver];
    if (!isBroken) return undefined;
    const named = `${call.accountId} ${call.region} ${call.product}/${call.operation}`;
    const draw = drawFor(seed, `${named} ${calls.next(named)}`);
    const [name, , disturbance] = troubles.find(([, oneIn]) => draw.isOneIn(oneIn)) ?? [];
    return name === undefined || disturbance === undefined ? undefined : [name, disturbance];
  };
};

const simulatorOf = (service: () => VirtualService): SimulatedCloud => {
  let made: SimulatedCloud | undefined;
  const simulator = (): SimulatedCloud => {
    const { cloudTable: table, publish, now: clock } = service();
    const own = { maxTagsPerResource: () => 20, newId: randomUUID, pause: async () => {} };
    made ??= createSimulatedCloud({ operations, table, bus: { publish }, clock, ...own });
    return made;
  };
  return {
    call: (call) => simulator().call({ ...call, parameters: inSmallPages(call.parameters) }),
    recover: () => simulator().recover(),
  };
};

/** Starts it on loopback. */
export const startDisturbedWire = async (): Promise<DisturbedWire> => {
  let current: Current | undefined;
  let isForbidden: ((call: DisturbedCall) => boolean) | undefined;
  let passed: PassedCall[] = [];
  const met = createCounts();
  const leaks: string[] = [];
  const given = new Set<string>();
  const note = (message: string, facts?: object): void => {
    met.next('lines');
    const line = `${message} ${inspect(facts, { depth: 10 })}`;
    const { keys, asked } = wire.securityTokens;
    const secrets = [
      ...given,
      ...[...keys.values()].flatMap(({ secret, token }) => [secret, token]),
      ...asked.map(({ oidcToken }) => oidcToken),
    ].filter((secret) => secret !== '');
    if (secrets.some((secret) => line.includes(secret))) leaks.push(line);
  };
  const world = (): Current => {
    if (current === undefined) throw new Error('no world has begun');
    return current;
  };
  const wire = await startWire(createMemoryTable(), {
    clock: () => world().service().now(),
    simulator: {
      call: (call) => world().simulator.call(call),
      recover: () => world().simulator.recover(),
    },
  });
  wire.disturb = (call) => {
    if (isForbidden?.(call)) {
      met.next('forbidden');
      return refusesStrangers.get(call.operation) ?? { kind: 'forbid' };
    }
    const [name, disturbance] = world().meet(call) ?? [];
    if (name !== undefined) met.next(name);
    if (disturbance === undefined && isForbidden !== undefined) passed.push(call);
    return disturbance;
  };
  return {
    endpoint: `http://${wire.endpoint}`,
    keyFor: (accountId) => {
      const key = wire.keyFor(accountId);
      given.add(key.accessKeySecret);
      return key;
    },
    log: { debug: note, info: note, warn: note, error: note },
    leaks,
    begin: (weather, service) => {
      isForbidden = undefined;
      current = { service, simulator: simulatorOf(service), meet: meetIn(weather) };
    },
    forbid: (which) => {
      isForbidden = which;
      if (which !== undefined) passed = [];
    },
    passed: () => passed,
    met: met.counts,
    stop: wire.stop,
  };
};
