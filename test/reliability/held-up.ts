import type { Arn } from '../../src/clouds/arn.ts';
import { type CloudProvider, patientCall } from '../../src/clouds/provider.ts';
import { allSeenIn } from '../../src/clouds/sights.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import { openWave } from '../../src/runtime/wave.ts';
import { noWave, type Wave } from '../../src/wave/wave.ts';
import type { WorkerHandler } from '../../src/worker/worker-handler.ts';
import { overAllCalls } from '../clouds/over-tag-calls.ts';
import { drawStep, openPlay } from './interleaved.ts';
import { type Random, randomFrom } from './random.ts';
import { tornCloud } from './torn-cloud.ts';
import { isAtOnce } from './turns.ts';
import { callCloud, check, checkConvergence, type Play, type Step } from './world/play.ts';

/** Between what users do, milliseconds: a look does for later messages, or not, or just not. */
const pauses = [10, 400, 1600, 4000] as const;

/** As long as others go on while a worker is held up: less than what it may take, and than its messages stay away. */
const heldUpMs = 15_000;

/** Steps that take back what others do. */
const opposites: Readonly<Record<string, readonly string[]>> = {
  tagHolder: ['untagHolder', 'tagHolder'],
  untagHolder: ['tagHolder'],
  attachDisk: ['detachDisk'],
  detachDisk: ['attachDisk'],
  createDisk: ['attachDisk'],
  createSnapshot: ['detachDisk', 'untagHolder'],
  associateWithInstance: ['unassociateEip'],
  associateWithNat: ['unassociateEip'],
  unassociateEip: ['associateWithInstance', 'associateWithNat'],
  addressNlb: ['addressNlb'],
  zonesNlb: ['addressNlb'],
};

const pick = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[random.below(items.length)] ?? items[0];

/** What changes hands comes as often as what users tag: a worker that is held up must have something to miss. */
const kinds = [
  ...['tagHolder', 'tagHolder', 'untagHolder', 'deleteInstance', 'createSnapshot'],
  ...['attachDisk', 'detachDisk', 'associateWithInstance', 'associateWithNat', 'unassociateEip'],
  ...['addressNlb', 'addressNlb', 'addressNlb', 'zonesNlb'],
] as const;

const anyStep = (random: Random): Step =>
  drawStep(random, kinds[random.below(kinds.length)] ?? 'tagHolder');

/** As often as not what takes the other one back, on the same things. */
const answerTo = (random: Random, step: Step): Step => {
  const [kind, ...others] = opposites[step.kind] ?? [];
  if (kind === undefined || random.isOneIn(3)) return anyStep(random);
  return { ...step, kind: pick(random, [kind, ...others]), flag: !step.flag };
};

export type HeldUp = {
  readonly seed: number;
  /** The worker is held up at this of its port calls, from 1. */
  readonly call: number;
  /** It dies after so many more calls; undefined: it lives. */
  readonly callsLeft?: number;
};

/** A worker that is held up at one of its calls, and what becomes of it. */
const openWorker = (
  { service }: Play,
  { call, callsLeft = Number.POSITIVE_INFINITY }: HeldUp,
  { wave, random }: { readonly wave: Wave; readonly random: Random },
) => {
  const stopped = Promise.withResolvers<'held up'>();
  const goesOn = Promise.withResolvers<void>();
  const died = Promise.withResolvers<'died'>();
  let calls = 0;
  const pass = async (): Promise<void> => {
    calls += 1;
    if (calls === call) {
      stopped.resolve('held up');
      await goesOn.promise;
    }
    if (calls <= call + callsLeft) return;
    died.resolve('died');
    await new Promise(() => {});
  };
  const over = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || isAtOnce(name)) return member;
        return async (...parameters: readonly unknown[]) => {
          await pass();
          return Reflect.apply(member, target, [...parameters]);
        };
      },
    });
  const torn = (inner: CloudProvider) => tornCloud(inner, { order: random.shuffled, before: pass });
  const handler: WorkerHandler = service.newWorker({
    wave,
    cloud: (inner) => torn(overAllCalls(inner, over)),
    ledger: over,
    settings: over,
  });
  return {
    handler,
    heldUp: stopped.promise,
    died: died.promise,
    goOn: goesOn.resolve,
    calls: () => calls,
  };
};

type Inherited = { readonly arn: Arn; readonly entry: LedgerEntry };

/** Says of an inherited tag whether it is as its primary has it. */
const seeRight = async ({ service, oracle }: Play): Promise<(tag: Inherited) => boolean> => {
  const arns = oracle.resources().map(({ arn }) => arn);
  const found = allSeenIn(await service.provider.describe(arns, patientCall), arns);
  return ({ arn, entry: { key, value, primary } }) =>
    found.get(arn)?.tags.get(key) === value &&
    found.get(arn)?.parents.includes(primary) === true &&
    found.get(primary)?.tags.get(key) === value;
};

/** Inherited tags that are right, and on record. */
const rightTags = async (play: Play): Promise<readonly Inherited[]> => {
  const isRight = await seeRight(play);
  const lists = play.oracle.resources().map(async ({ arn }) => {
    const { intent, entries } = await play.service.ledger.read(arn);
    const known = intent === null ? [...entries.values()] : [];
    return known.map((entry) => ({ arn, entry }));
  });
  return (await Promise.all(lists))
    .flat()
    .filter((tag) => tag.entry.state === 'confirmed' && isRight(tag));
};

/** What is right still, while no user did anything, is still the service's, whatever a worker does that looked before. */
const assertStillOurs = async (play: Play, before: readonly Inherited[]): Promise<void> => {
  const isRight = await seeRight(play);
  for (const tag of before.filter(isRight)) {
    const { arn, entry } = tag;
    if ((await play.service.ledger.read(arn)).entries.has(entry.key)) continue;
    throw new Error(`${entry.key} of ${arn} was right, and is nobody's now`);
  }
};

/**
 * One worker is held up at one of its port calls, long enough for a user to do something and for another
 * worker to do all that this leads to; then it goes on, or dies a little later. The rest is left to the
 * other worker, which remembers what it looked at.
 * @returns how many port calls the worker made that was to be held up
 */
export const playHeldUp = async (held: HeldUp): Promise<number> => {
  const random = randomFrom(held.seed);
  const play = await openPlay(held.seed);
  const { service } = play;
  const other = service.newWorker({});
  const take = async (step: Step): Promise<Step> => {
    await callCloud(play, step, 'tagHolder');
    service.wait(pick(random, pauses));
    return step;
  };
  for (let steps = random.below(3); steps > 0; steps -= 1) await take(anyStep(random));
  await service.drain(other);
  await check(play, true);

  const first = await take(anyStep(random));
  const wave = random.isOneIn(2) ? openWave('live') : noWave;
  const worker = openWorker(play, held, { wave, random });
  const batch = service.queue.receive();
  if (batch === undefined) return 0;
  const running = worker.handler(batch.event).then((response) => {
    batch.settle(response);
    return 'done' as const;
  });
  let right: readonly Inherited[] = [];
  const isHeldUp = (await Promise.race([running, worker.heldUp])) === 'held up';
  if (isHeldUp) {
    const second = await take(answerTo(random, first));
    if (random.isOneIn(2)) await take(answerTo(random, second));
    await service.drainFor(heldUpMs, other);
    right = await rightTags(play);
    worker.goOn();
    await Promise.race([running, worker.died]);
  }

  await service.drain(other);
  await assertStillOurs(play, right);
  await check(play, true);
  await checkConvergence(play);
  return worker.calls();
};
