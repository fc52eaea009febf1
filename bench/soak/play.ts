import { setTimeout as sleep } from 'node:timers/promises';
import type { Arn } from '../../src/clouds/arn.ts';
import { ownRules } from '../../test/default-rules.ts';
import { createOracle, type Oracle } from '../../test/reliability/oracle/oracle.ts';
import { type Random, randomFrom } from '../../test/reliability/random.ts';
import { beginning, stepKinds } from '../../test/reliability/world/alibaba.ts';
import { accountIds } from '../../test/reliability/world/cloud-operations.ts';
import {
  callCloud,
  choiceOf,
  type Step,
  setFeature,
  setRule,
} from '../../test/reliability/world/play.ts';
import type { Held, Runner } from '../runner.ts';
import { type HttpService, openHttpService, type Seen } from './http-service.ts';

export type SoakResult = {
  readonly operations: number;
  /** How often everything of an epoch was compared with the oracle. */
  readonly comparisons: number;
  readonly samples: readonly Held[];
};

/** Operations that a failure tells. */
const mostTold = 40;

/** Steps until new accounts and a new oracle take the place of the old. */
const stepsPerEpoch = 150;
const looksAtOnce = 8;

/**
 * What users do while the service works: none of it edits the tags of what inherits. All else is done
 * alone: a look that is under way may end by what it has read already, so that there would be more
 * right answers than the oracle knows.
 */
const busyKinds = [
  ...['tagHolder', 'tagHolder', 'tagHolder', 'untagHolder', 'untagHolder', 'attachDisk'],
  ...['detachDisk', 'createSnapshot', 'createDisk', 'runInstances', 'allocateEip'],
  ...['associateWithInstance', 'associateWithNat', 'unassociateEip', 'createNat'],
] as const;
const aloneKinds = stepKinds.filter((kind) => kind !== 'markByCloud');

type Epoch = {
  readonly service: HttpService;
  readonly oracle: Oracle;
  readonly random: Random;
  /** The operations so far, as they were sent. */
  readonly log: string[];
  /** Accounts of the epoch, by those that the operations name. */
  readonly accountOf: (accountId: string) => string;
};

/** Resolves when no work is left. */
export const settle = async ({ counts }: HttpService): Promise<void> => {
  for (;;) {
    const { waiting, inFlight, dead } = await counts();
    if (dead > 0) throw new Error(`${dead} dead letters`);
    if (waiting + inFlight === 0) return;
    await sleep(20);
  }
};

/** Lets all work end, and compares all that the epoch knows with the oracle. */
const compare = async ({ service, oracle, log }: Epoch): Promise<void> => {
  await settle(service);
  const arns = oracle.resources().map(({ arn }) => arn);
  const seen = new Map<Arn, Seen>();
  for (let at = 0; at < arns.length; at += looksAtOnce) {
    const some = arns.slice(at, at + looksAtOnce);
    const looks = await Promise.all(some.map(service.look));
    for (const [index, arn] of some.entries()) {
      const look = looks[index];
      if (look !== undefined) seen.set(arn, look);
    }
  }
  const tags = new Map([...seen].map(([arn, look]) => [arn, look.tags]));
  const owned = new Map([...seen].map(([arn, look]) => [arn, look.owned]));
  const wrong = oracle.atRest({ tags, owned, sees: 'standing' }, true);
  log.push('compared with the oracle');
  if (wrong.length === 0) return;
  const stories = await Promise.all(
    arns.filter((arn) => wrong.some((each) => each.startsWith(arn))).map(service.history),
  );
  throw new Error([...wrong, 'Operations:', ...log.slice(-mostTold), ...stories].join('\n'));
};

const drawStep = (random: Random, kinds: readonly string[]): Step => ({
  kind: kinds[random.below(kinds.length)] ?? 'tagHolder',
  first: random.below(40),
  second: random.below(40),
  key: random.below(5),
  value: random.below(3),
  flag: random.isOneIn(2),
});

const begin = async (epoch: Epoch): Promise<void> => {
  for (const accountId of accountIds.map(epoch.accountOf)) {
    await setFeature(epoch, accountId, true);
    for (const rule of ownRules) {
      const choice = { ...choiceOf(drawStep(epoch.random, ['']), rule), isOn: true };
      await setRule(epoch, accountId, { rule, choice });
    }
  }
  for (const step of beginning) await callCloud(epoch, step);
  await settle(epoch.service);
};

const changeSettings = async (epoch: Epoch, step: Step): Promise<void> => {
  const accountId = epoch.accountOf(accountIds[step.first % accountIds.length] ?? accountIds[0]);
  const { isOn } = epoch.oracle.accountOf(accountId);
  if (step.kind === 'setFeature' || !isOn) return setFeature(epoch, accountId, !isOn);
  const rule = ownRules[(step.first * 5 + step.second) % ownRules.length];
  if (rule !== undefined) await setRule(epoch, accountId, { rule, choice: choiceOf(step, rule) });
};

/** @returns true when it ended in a comparison */
const takeStep = async (epoch: Epoch): Promise<boolean> => {
  const { random, oracle } = epoch;
  if (!random.isOneIn(8)) {
    await callCloud(epoch, drawStep(random, busyKinds), 'tagHolder');
    if (!oracle.isCrowded()) return false;
    await compare(epoch);
    return true;
  }
  await compare(epoch);
  const step = drawStep(random, aloneKinds);
  if (step.kind === 'setRule' || step.kind === 'setFeature') await changeSettings(epoch, step);
  else await callCloud(epoch, step);
  await settle(epoch.service);
  return true;
};

const openEpoch = (service: HttpService, seed: number, index: number): Epoch => {
  const accountOf = (accountId: string): string =>
    accountIds.some((each) => each === accountId) ? `${accountId}-${index}` : accountId;
  const log: string[] = [];
  return {
    accountOf,
    log,
    random: randomFrom(seed + index),
    oracle: createOracle({ mostTags: 20 }),
    service: {
      ...service,
      call: (action, parameters, accountId) => {
        log.push(`${new Date().toISOString()} ${action} ${JSON.stringify(parameters)}`);
        return service.call(action, parameters, accountOf(accountId));
      },
      request: (method, path, body) => {
        if (method !== 'GET')
          log.push(`${new Date().toISOString()} ${method} ${path} ${JSON.stringify(body)}`);
        return service.request(method, path, body);
      },
    },
  };
};

/** Plays operations on a runner until the time is over, and compares what they end in. */
export const soak = async (
  runner: Runner,
  { seconds, seed }: { readonly seconds: number; readonly seed: number },
): Promise<SoakResult> => {
  const service = openHttpService(runner.url);
  const end = performance.now() + seconds * 1000;
  const samples: Held[] = [];
  let [operations, comparisons] = [0, 0];
  let sampledAt = 0;
  const sample = async (): Promise<void> => {
    if (performance.now() - sampledAt < seconds * 10) return;
    sampledAt = performance.now();
    const held = await runner.held();
    if (held !== null) samples.push(held);
  };
  for (let index = 0; performance.now() < end; index += 1) {
    const epoch = openEpoch(service, seed, index);
    await begin(epoch);
    for (let step = 0; step < stepsPerEpoch && performance.now() < end; step += 1) {
      if (await takeStep(epoch)) comparisons += 1;
      operations += 1;
      await sample();
    }
    await compare(epoch);
    comparisons += 1;
  }
  sampledAt = Number.NEGATIVE_INFINITY;
  await sample();
  return { operations, comparisons, samples };
};
