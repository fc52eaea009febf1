import { type Arn, parseArn } from '../../../src/clouds/arn.ts';
import { catalogue, type Rule } from '../../../src/clouds/catalogue.ts';
import { type CloudProvider, patientCall } from '../../../src/clouds/provider.ts';
import { allSeenIn } from '../../../src/clouds/sights.ts';
import { CloudApiError } from '../../../src/clouds/simulator.ts';
import type { Table } from '../../../src/storage/table.ts';
import type { Choice } from '../oracle/look.ts';
import { createOracle, type Oracle, tellRecord } from '../oracle/oracle.ts';
import { openVirtualService, type VirtualService } from '../virtual-service.ts';
import { cloudOperations } from './cloud-operations.ts';
import type { Ground } from './ground.ts';
import { leftOver } from './left-over.ts';
import type { Draw } from './planners.ts';
import { createTroubles, pickyKey, type Trouble, type TroubledCloud } from './troubles.ts';
import { createWatch, type Watch } from './watch.ts';

/** How a world treats its messages. */
export type Manner =
  /** Delivered in any order, doubled, late; rules change while nothing is under way. */
  | 'calm'
  /** Rules and the feature change at any moment. */
  | 'hasty'
  /** Half of the events of some stretches are lost; a sweep follows. */
  | 'lossy'
  /** A resource holds four tags at the most. */
  | 'cramped'
  /** Reads of the cloud show what was, up to a lag ago. */
  | 'late';

/** How late reads of late worlds are at the most: steps are a second apart. */
export const lagSeconds = 3;

export type Step = Draw & { readonly kind: string };

/** Everything that a run depends on. */
export type World = {
  readonly seed: number;
  readonly manner: Manner;
  /** What is wrong with its cloud. */
  readonly troubles: readonly Trouble[];
  /** What is chosen for each rule at the start, in the order of the catalogue. */
  readonly choices: readonly Choice[];
  readonly steps: readonly Step[];
};

export const choiceOf = ({ key, value, flag, second }: Draw, rule: Rule): Choice => ({
  isOn: value % 3 !== 0,
  tagKeys: second % 4 === 0 ? ['stage', 'cost', 'team'] : [],
  excludedKeys: key % 4 === 0 ? ['te*'] : key % 4 === 1 ? ['cost'] : [],
  appliesToExisting: rule.supportsExisting && second % 3 !== 0,
  policy: flag ? 'overwrite' : 'keep',
  restores: key % 2 === 0,
});

export type Play = {
  readonly ground: Pick<Ground, 'accountIds'>;
  readonly world: World;
  readonly service: VirtualService;
  readonly oracle: Oracle;
  readonly watch: Watch;
  readonly cloud: TroubledCloud;
  /** Reads what is, whatever keeps the service from it. */
  readonly truth: () => CloudProvider;
  /** Resources that users have beside the world's, and that the service may not see any more. */
  readonly closed: Arn[];
  /** Rules changed, or events were lost, since the last rest. */
  isUnsure: boolean;
  /** A user changed tags of something that inherits, or did, and reads may not show it yet. */
  isEdited: boolean;
};

const fail = ({ world }: Play, wrong: readonly string[]): never => {
  const { seed, manner, troubles } = world;
  throw new Error(`${wrong.join('\n')}\n(${['seed', seed, manner, ...troubles].join(' ')})`);
};

/**
 * True where rules change at any moment and none is on for a type, or was on since: what failed after its tag call, and
 * was to come again, then does nothing any more. Its intent is ended, and stays until somebody looks with a rule on.
 * @param mustBeDone somebody looked since a rule was last turned on
 */
const isLeftAlone = ({ world, oracle }: Play, arn: Arn, mustBeDone: boolean): boolean => {
  const { type, accountId } = parseArn(arn);
  const { isOn, rules } = oracle.accountOf(accountId);
  const isConcerned = catalogue.some(
    ({ associated, settingName }) => associated === type && rules.get(settingName)?.isOn === true,
  );
  return world.manner === 'hasty' && !(mustBeDone && isOn && isConcerned);
};

/** Looks at everything, nothing being under way. */
export const check = async (play: Play, mustBeDone: boolean): Promise<void> => {
  const { service, oracle, watch } = play;
  const arns = oracle.resources().map(({ arn }) => arn);
  const found = allSeenIn(await play.truth().describe(arns, patientCall), arns);
  const owned = new Map<Arn, string>();
  const wrong: string[] = [...watch.wrong, ...play.cloud.wrong, ...(await leftOver(play))];
  for (const arn of arns) {
    const { intent, entries, refusals } = await service.ledger.read(arn);
    owned.set(arn, tellRecord({ owned: entries, refused: refusals }));
    if (intent?.expiresAt === 0 && isLeftAlone(play, arn, mustBeDone)) continue;
    if (intent !== null) wrong.push(`${arn} is held by ${intent.owner} at rest`);
    for (const { key, state } of entries.values()) {
      if (state !== 'confirmed') wrong.push(`${key} of ${arn} is ${state} at rest`);
    }
  }
  const tags = new Map([...found.values()].map((resource) => [resource.arn, resource.tags]));
  wrong.push(...oracle.atRest({ tags, owned, sees: 'ledger' }, mustBeDone));
  if (wrong.length > 0) fail(play, wrong);
};

/** Has the service look at everything again. */
const touchAll = async ({ service, oracle }: Play): Promise<void> => {
  const arns = oracle.resources().map(({ arn }) => arn);
  oracle.touched(arns);
  oracle.operationEnded();
  await service.touch(arns);
};

/** Lets all work end and compares. What was not sure to be looked at is put before the service first. */
export const rest = async (play: Play): Promise<void> => {
  const { service, oracle, world } = play;
  await service.drain();
  if (world.manner === 'late') service.wait(lagSeconds * 1000);
  if (!play.isUnsure) return check(play, true);
  await check(play, false);
  play.isUnsure = false;
  if (world.manner === 'lossy') {
    service.loseEvents(false);
    oracle.eventsMayBeLost(false);
    oracle.swept({ inSteps: world.troubles.length > 0 });
    oracle.operationEnded();
    await service.sweep();
  } else await touchAll(play);
  await check(play, true);
};

export const setRule = async (
  { service, oracle }: Told,
  accountId: string,
  { rule, choice }: { readonly rule: Rule; readonly choice: Choice },
): Promise<void> => {
  await service.request(
    'PUT',
    `/v1/rules/${encodeURIComponent(rule.settingName)}?accountId=${accountId}`,
    {
      status: choice.isOn ? 'Enable' : 'Disable',
      tagKeys: choice.tagKeys,
      excludedKeys: choice.excludedKeys,
      existingStatus: choice.appliesToExisting ? 'Enable' : 'Disable',
      conflictPolicy: choice.policy,
      restoreDisplaced: choice.restores,
    },
  );
  oracle.setRule(accountId, rule.settingName, choice);
  oracle.operationEnded();
};

export const setFeature = async (
  { service, oracle }: Told,
  accountId: string,
  isOn: boolean,
): Promise<void> => {
  const status = isOn ? 'Enable' : 'Disable';
  await service.request('PUT', `/v1/feature?accountId=${accountId}`, { status });
  oracle.setFeature(accountId, isOn);
  oracle.operationEnded();
};

const changeSettings = async (
  play: Play,
  { accountIds, rules }: Ground,
  step: Step,
): Promise<void> => {
  const accountId = accountIds[step.first % accountIds.length] ?? '';
  const { isOn } = play.oracle.accountOf(accountId);
  if (play.world.manner === 'hasty') play.isUnsure = true;
  else await rest(play);
  if (step.kind === 'setFeature' || !isOn) return setFeature(play, accountId, !isOn);
  const rule = rules[(step.first * 5 + step.second) % rules.length];
  if (rule !== undefined) await setRule(play, accountId, { rule, choice: choiceOf(step, rule) });
};

/** A model, and what it takes to do to a service what is told to the model. */
export type Told = {
  readonly service: Pick<VirtualService, 'call' | 'request'>;
  readonly oracle: Oracle;
};

const isQuota = (error: unknown): boolean =>
  error instanceof CloudApiError && /Quota|NumberExceed|TagLimit/.test(error.code);

/** Does a step, or another one in its place where there is nothing that it could be done to. */
export const callCloud = async (
  { service, oracle }: Told,
  step: Step,
  otherwise = 'tagPrimary',
  operations: Ground['operations'] = cloudOperations,
): Promise<void> => {
  const plan = operations[step.kind]?.(oracle, step) ?? operations[otherwise]?.(oracle, step);
  if (plan === undefined) return;
  oracle.called(plan.action);
  try {
    const { arns, result } = await service.call(plan.action, plan.parameters, plan.accountId);
    plan.tell(oracle, arns, JSON.stringify(result).includes('QuotaExceed'));
  } catch (error) {
    if (isQuota(error)) plan.tell(oracle, [], true);
    else if (!(plan.mayBeRefused && error instanceof CloudApiError)) throw error;
  }
  oracle.operationEnded();
};

const loseSome = async (play: Play): Promise<void> => {
  const { service, oracle, world } = play;
  if (world.manner !== 'lossy' || play.isUnsure || !service.random.isOneIn(8)) return;
  await rest(play);
  play.isUnsure = true;
  service.loseEvents(true);
  oracle.eventsMayBeLost(true);
};

const takeStep = async (play: Play, ground: Ground, step: Step): Promise<void> => {
  const { service, oracle } = play;
  const { random } = service;
  service.wait(1000);
  await loseSome(play);
  const other = ground.others[step.kind];
  if (step.kind === 'setRule' || step.kind === 'setFeature') {
    await changeSettings(play, ground, step);
  } else if (other !== undefined) await other(play, step);
  else await callCloud(play, step, ground.otherwise, ground.operations);
  // No cloud has tag calls with conditions: an edit that no read shows yet cannot be spared.
  if (play.isEdited && play.world.manner === 'late') service.wait(lagSeconds * 1000);
  play.isEdited = false;
  for (let batches = random.below(4); batches > 0; batches -= 1) await service.deliver();
  if (oracle.isCrowded() || random.isOneIn(12)) await rest(play);
};

const begin = async (play: Play, { accountIds, rules, ...ground }: Ground): Promise<void> => {
  const { service, oracle, world } = play;
  for (const accountId of accountIds) {
    await setFeature({ service, oracle }, accountId, true);
    for (const [index, rule] of rules.entries()) {
      const choice = world.choices[index];
      if (choice !== undefined) await setRule({ service, oracle }, accountId, { rule, choice });
    }
  }
  await ground.begin(play);
};

/** When all is done, looking at everything again changes nothing: not a tag, not a record. */
export const checkConvergence = async (play: Play): Promise<void> => {
  const { service, watch, oracle } = play;
  await touchAll(play);
  await check(play, true);
  // What is put before the service by name, it asks of the cloud again.
  if (play.world.troubles.includes('picky')) return;
  const before = watch.calls();
  const arns = oracle.resources().map(({ arn }) => arn);
  const versions = async () =>
    Promise.all(arns.map(async (arn) => (await service.ledger.read(arn)).version));
  const versionsBefore = await versions();
  await service.touch(arns);
  const versionsAfter = await versions();
  if (watch.calls() !== before) fail(play, ['a second look at everything writes tags']);
  if (String(versionsBefore) !== String(versionsAfter)) {
    fail(play, ['a second look at everything writes the ledger']);
  }
};

/** Tables to play on instead of those in memory. */
export type Tables = { readonly stateTable: Table; readonly cloudTable: Table };

/** Plays a world and compares it with the oracle whenever it is at rest. @throws at the first difference */
export const playOn = async (ground: Ground, world: World, tables?: Tables): Promise<void> => {
  const mostTags = world.manner === 'cramped' ? 4 : 20;
  const refusedKeys = world.troubles.includes('picky') ? [pickyKey] : [];
  const areReadsLate = world.manner === 'late';
  const { customs } = ground;
  const rulesMayEnd = world.manner === 'hasty';
  const plain = createOracle({ mostTags, refusedKeys, areReadsLate, rulesMayEnd, customs });
  /** What hangs on something, or did: the service may be about to write it. */
  const heirs = new Set<Arn>();
  const oracle: Oracle = {
    ...plain,
    edited: (arn, edit, isAccepted) => {
      for (const each of plain.resources()) if (each.parents.size > 0) heirs.add(each.arn);
      plain.edited(arn, edit, isAccepted);
      play.isEdited ||= heirs.has(arn);
    },
    parted: (arn, parent, isNamed) => {
      heirs.add(arn);
      plain.parted(arn, parent, isNamed);
    },
  };
  const watch = createWatch();
  const cloud: TroubledCloud = createTroubles(world.troubles, {
    now: () => service.now(),
    wait: (milliseconds) => service.wait(milliseconds),
  });
  const {
    cloud: awkward,
    truth = () => service.provider,
    ...opening
  } = ground.open(world, () => service);
  const service: VirtualService = openVirtualService({
    seed: world.seed,
    maxTagsPerResource: mostTags,
    // Nothing rests on it, and nothing is disturbed by it.
    echo: world.seed % 2 === 0 ? 'kept out' : 'comes',
    ...(world.troubles.length === 0 ? {} : { maxReceives: 100, jobResourcesPerSecond: 1 }),
    ...opening,
    ...tables,
    cloud: (inner, stores) => awkward(cloud.over(watch.over(inner, { ...stores, truth }))),
  });
  const play: Play = {
    ...{ ground, world, service, oracle, watch, cloud, truth, closed: [] },
    ...{ isUnsure: false, isEdited: false },
  };
  await begin(play, ground);
  for (const step of world.steps) await takeStep(play, ground, step);
  await rest(play);
  await checkConvergence(play);
};
