import { catalogue, type SettingName } from '../../src/clouds/catalogue.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { RetryableError } from '../../src/model/errors.ts';
import { openWave } from '../../src/runtime/wave.ts';
import { noWave, type Wave } from '../../src/wave/wave.ts';
import type { WorkerHandler } from '../../src/worker/worker-handler.ts';
import { overAllCalls } from '../clouds/over-tag-calls.ts';
import { failing, type PortCall } from './failing.ts';
import { type LateCloud, openLateCloud } from './late-cloud.ts';
import { createOracle } from './oracle/oracle.ts';
import { type Random, randomFrom } from './random.ts';
import { tornCloud } from './torn-cloud.ts';
import { createTurns, isAtOnce, type Turns } from './turns.ts';
import { openVirtualService, type VirtualService } from './virtual-service.ts';
import { accountIds } from './world/cloud-operations.ts';
import {
  callCloud,
  check,
  checkConvergence,
  type Play,
  type Step,
  setFeature,
  setRule,
} from './world/play.ts';
import { worldOf } from './world/shrink.ts';
import { createTroubles } from './world/troubles.ts';
import { createWatch } from './world/watch.ts';

const [accountId] = accountIds;

/** Nobody but the service writes inherited tags here: not one repair may be asked for. */
const contestRepairs = 1;

/** As a stage has it: what fails is tried for hours. */
const maxReceives = 100;

/** Between two steps of a user, milliseconds: looks of one worker do for others, or not, or just not. */
const pauses = [10, 10, 400, 1500, 4000] as const;

const snapshotRule: SettingName = 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot';

/**
 * Chains and several holders. What users tag here is nobody's heir, and rules stay as they are: a look
 * that is under way may end by what it has read already, which decision 11 tells. Nor may snapshots
 * lose tags of their own to what a disk has for a moment only: their policy is to keep them.
 */
const ruleNames: readonly SettingName[] = [
  'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk',
  snapshotRule,
  'rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip',
  'rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip',
  'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip',
];

const kinds = [
  ...['tagHolder', 'tagHolder', 'tagHolder', 'untagHolder', 'untagHolder'],
  ...['attachDisk', 'detachDisk', 'createSnapshot', 'createDisk', 'deleteInstance'],
  ...['associateWithInstance', 'associateWithNat', 'unassociateEip'],
  ...['addressNlb', 'zonesNlb', 'zonesNlb'],
] as const;

const beginning = [
  ...['runInstances', 'createDisk', 'allocateEip', 'createNat', 'attachDisk'],
  ...['allocateEip', 'createNlb', 'addressNlb'],
] as const;

export const drawStep = (random: Random, kind: string): Step => ({
  kind,
  first: random.below(40) * 3,
  second: random.below(40) * 4,
  key: random.below(5),
  value: random.below(3),
  flag: random.isOneIn(2),
});

const userStep = (play: Play, random: Random): Promise<void> => {
  const step = drawStep(random, kinds[random.below(kinds.length)] ?? 'tagHolder');
  return callCloud(play, step, 'tagHolder');
};

/** How a world is seen: as it is now, or each time as it was at some moment of so many seconds. */
type Sighted = { readonly late: LateCloud | undefined };

/**
 * A world in which users of one account do what they like with the rules' resources.
 * @param lagSeconds how late reads are at the most
 */
export const openPlay = async (seed: number, lagSeconds = 0): Promise<Play & Sighted> => {
  const watch = createWatch();
  const clock = (): number => service.now();
  const late = lagSeconds === 0 ? undefined : openLateCloud({ seed, clock, lagSeconds });
  const options = { seed, doubledOneIn: 4, contestRepairs, maxReceives };
  const service: VirtualService = openVirtualService({ ...options, ...late });
  const play: Play & Sighted = {
    ground: { accountIds },
    world: worldOf({ seed, manner: 'hasty', rules: {}, steps: [] }),
    late,
    service,
    oracle: createOracle({ mostTags: 20, areReadsLate: late !== undefined }),
    watch,
    cloud: createTroubles([], service),
    truth: () => service.provider,
    closed: [],
    isUnsure: false,
    isEdited: false,
  };
  await setFeature(play, accountId, true);
  for (const rule of catalogue.filter(({ settingName }) => ruleNames.includes(settingName))) {
    await setRule(play, accountId, {
      rule,
      choice: {
        isOn: true,
        tagKeys: [],
        excludedKeys: [],
        appliesToExisting: false,
        policy: rule.settingName === snapshotRule ? 'keep' : 'overwrite',
        restores: false,
      },
    });
  }
  for (const kind of beginning) await callCloud(play, drawStep(play.service.random, kind));
  return play;
};

/** A worker that takes batches as long as users do something, and may die at any call. */
const work = async (
  { queue }: VirtualService,
  handler: WorkerHandler,
  waitForMore: () => Promise<boolean>,
): Promise<void> => {
  do {
    for (let batch = queue.receive(); batch !== undefined; batch = queue.receive()) {
      batch.settle(await handler(batch.event));
    }
  } while (await waitForMore());
};

type Fate = {
  readonly mayCall: () => boolean;
  readonly fails: () => boolean;
  readonly wave: Wave;
  readonly random: Random;
};

const workerOn = (
  { service, late }: Pick<Play & Sighted, 'service' | 'late'>,
  turns: Turns,
  { mayCall, fails, wave, random }: Fate,
): WorkerHandler => {
  /** A call of one who died: it never comes back. */
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || isAtOnce(name)) return member;
        return (...parameters: readonly unknown[]) =>
          mayCall() ? Reflect.apply(member, target, [...parameters]) : new Promise(() => {});
      },
    });
  const failureOf = ({ when }: PortCall) => (fails() ? failure(when === 'after') : undefined);
  // A call shows one moment where reads lag: decision 36 says what else would be lost.
  const seen = (inner: CloudProvider) =>
    late?.cloud(inner) ?? tornCloud(inner, { order: random.shuffled, before: turns.wait });
  const stepped = <T extends object>(port: T): T => mortal(turns.over(failing(port, failureOf)));
  return service.newWorker({
    wave,
    cloud: (inner) => overAllCalls(seen(inner), stepped),
    ledger: stepped,
    settings: stepped,
  });
};

export type Schedule = {
  readonly seed: number;
  readonly workers: number;
  readonly userSteps: number;
  /** The first worker dies at its n-th port call; undefined: nobody dies. */
  readonly diesAtCall?: number;
  /** One port call in so many fails, half of them after they have happened; undefined: none. */
  readonly failsOneIn?: number;
  /** How late reads of the cloud are at the most; undefined: they show what is. */
  readonly lagSeconds?: number;
};

const failure = (mayHaveHappened: boolean): RetryableError =>
  new RetryableError({
    code: 'Throttling',
    message: 'the port call failed, as the test wanted',
    details: { mayHaveHappened },
  });

/**
 * Plays users and workers in one order of their port calls, drawn by chance, then lets the rest of
 * the work be done, and compares with the oracle.
 * @returns how many port calls the first worker made
 */
export const playSchedule = async (schedule: Schedule): Promise<number> => {
  const random = randomFrom(schedule.seed);
  const play = await openPlay(schedule.seed, schedule.lagSeconds);
  const { service } = play;
  const turns = createTurns(random);
  let calls = 0;
  const mayCall = (): boolean => {
    calls += 1;
    return schedule.diesAtCall === undefined || calls < schedule.diesAtCall;
  };
  let stepsLeft = schedule.userSteps;
  const users = async (): Promise<void> => {
    for (; stepsLeft > 0; stepsLeft -= 1) {
      for (let pause = random.below(12); pause > 0; pause -= 1) await turns.wait();
      await userStep(play, random);
      service.wait(pauses[random.below(pauses.length)] ?? 10);
    }
  };
  /** Also when a step failed: workers must not wait for more then. */
  const stop = (): void => {
    stepsLeft = 0;
  };
  const waitForMore = async (): Promise<boolean> => {
    if (stepsLeft === 0) return false;
    await turns.wait();
    return true;
  };
  let isCalm = false;
  const fails = (): boolean =>
    !isCalm && schedule.failsOneIn !== undefined && random.isOneIn(schedule.failsOneIn * 2);
  const handlers = Array.from({ length: schedule.workers }, (_, index) =>
    workerOn(play, turns, {
      mayCall: index === 0 ? mayCall : () => true,
      fails,
      random,
      // Every other schedule without waves: then reconciles of one worker mix at every call.
      wave: schedule.seed % 2 === 0 ? openWave('live') : noWave,
    }),
  );
  const failures: unknown[] = [];
  const all = [
    users().finally(stop),
    ...handlers.map((handler) => work(service, handler, waitForMore)),
  ];
  for (const each of all) each.catch((error: unknown) => failures.push(error));
  await turns.play();
  if (failures.length > 0) throw failures[0];

  isCalm = true;
  // Who goes on has looked at things before the others died, and remembers it.
  await service.drain(handlers.at(-1));
  await check(play, true);
  await checkConvergence(play);
  return calls;
};
