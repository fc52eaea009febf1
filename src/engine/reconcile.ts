import type { History } from '../history/history.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import { typeOf } from '../model/arn.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import {
  ConflictError,
  HeirtagError,
  mayHaveHappened,
  NotFoundError,
  RetryableError,
} from '../model/errors.ts';
import type { Tags } from '../model/tags.ts';
import type { Key } from '../queue/message.ts';
import type { KnownSettings } from '../settings/known-settings.ts';
import type { AccountSettings } from '../settings/settings.ts';
import type { TagWriter } from '../wave/tag-writer.ts';
import type { Wave } from '../wave/wave.ts';
import { changeOf, landedChanges } from './changes.ts';
import { fingerprint, type Inputs } from './desired.ts';
import type { IntentPolicy } from './intent-policy.ts';
import { isIrrevocable } from './irrevocable.ts';
import type { Look } from './key-state.ts';
import { changesLedger, confirmedContent, intendedContent } from './ledger-content.ts';
import type { LoopGuard } from './loop-guard.ts';
import { type Eyes, type Observation, observe, readInputsAgain } from './observe.ts';
import { addPlan, nothingDone, type Outcome, outcomeOf, type Tally } from './outcome.ts';
import { callsCloud, keysToRemove, type Plan, planFor, planForGone, tagsToSet } from './plan.ts';
import { rivalOf } from './rival.ts';

export type ReconcileDeps = Eyes & {
  /**
   * An account's settings as they were at some time since the request was made. They spare a read:
   * a plan that writes anything is checked against `settings` first.
   */
  readonly knownSettings: KnownSettings;
  readonly writer: TagWriter;
  /** The reconciles that this one goes forward with. */
  readonly wave: Wave;
  readonly history: Pick<History, 'record'>;
  readonly clock: Clock;
  readonly intents: IntentPolicy;
  readonly guard: LoopGuard;
  /** Waits between two looks at a resource that somebody else is writing. @param attempt 0, 1, … */
  readonly pause: (attempt: number) => Promise<void>;
};

export type ReconcileRequest = Key & {
  /** No further delivery follows: decide now what could otherwise wait. */
  readonly isLastAttempt: boolean;
};

/** One reconcile of one resource: who we are in the ledger. */
type Session = ReconcileDeps & { readonly owner: string; readonly request: ReconcileRequest };

type Present = Extract<Observation, { kind: 'present' }>;

/** A plan and what it was made from. */
type Decision = {
  readonly plan: Plan;
  readonly look: Look;
  readonly record: LedgerRecord;
  readonly tags: Tags;
};

/** Rounds of observe, plan and write before the message goes back to the queue. */
const maxRounds = 8;

const lookOf = ({ clock, guard, cloud, request }: Session): Look => ({
  now: isoTime(clock()),
  cause: request.cause,
  rival: rivalOf(request, cloud.principal),
  guard,
});

const decideOn = (session: Session, { record, inputs }: Present): Decision => {
  const look = lookOf(session);
  const { arn, tags } = inputs.resource;
  const plan = planFor({
    inputs,
    record,
    maxTags: session.cloud.maxTagsPerResource(typeOf(arn)),
    look,
  });
  return { plan, look, record, tags };
};

/** Gives the record back when a call failed, so that others need not wait for the intent's end. */
const release = async (session: Session, held: LedgerRecord, failure: unknown): Promise<void> => {
  if (mayHaveHappened(failure) || held.intent === null) return;
  try {
    const { entries, refusals, intent } = held;
    await session.ledger.replace(held, { entries, refusals, intent: session.intents.end(intent) });
  } catch (error) {
    // The intent expires by itself; what failed first is what the caller must see.
    if (!(error instanceof HeirtagError)) throw error;
  }
};

/** Sends the plan's tag calls, removals first so that additions find their places. */
const apply = async (session: Session, plan: Plan, held: LedgerRecord): Promise<void> => {
  const removals = keysToRemove(plan);
  const additions = tagsToSet(plan);
  const assertMaySend = () => session.intents.assertMayWrite(held);
  if (removals.length > 0) await session.writer.remove(held.arn, removals, assertMaySend);
  if (additions.size > 0) await session.writer.set(held.arn, additions, assertMaySend);
};

/**
 * Intend, apply, tell the history, confirm. The history comes before the record forgets what was
 * intended, so that whoever finds the intent of one that died can tell it instead.
 * @throws ConflictError when somebody else wrote meanwhile
 */
const write = async (session: Session, decision: Decision): Promise<void> => {
  const { plan, look, record, tags } = decision;
  const { ledger, history, intents, owner } = session;
  const landed = landedChanges(record, tags);
  const change = changeOf(plan, decision, look);
  const intended = intendedContent(plan, record, look);
  if (change === undefined) {
    if (landed.length > 0) await history.record(record.arn, landed);
    await ledger.replace(record, { ...intended, intent: null });
    return;
  }
  const changes = [...landed, change];
  const held = await ledger.replace(record, { ...intended, intent: intents.begin(owner, changes) });
  try {
    await apply(session, plan, held);
    await history.record(record.arn, changes);
  } catch (error) {
    await release(session, held, error);
    throw error;
  }
  await ledger.replace(held, { ...confirmedContent(plan, intended), intent: null });
};

/**
 * True when the settings are those that the plan is based on. Asked after the rest was read, so that
 * tags stay when a rule is turned off before a detach.
 */
const hasCurrentSettings = async (
  { settings }: Session,
  { accountId, version }: AccountSettings,
): Promise<boolean> => (await settings.read(accountId)).version === version;

/** True when what we based the plan on still asks for the same. */
const isStillWanted = async (session: Session, inputs: Inputs): Promise<boolean> => {
  const settings = await session.settings.read(inputs.settings.accountId);
  const now = await readInputsAgain(session, inputs, settings);
  return now !== undefined && fingerprint(now) === fingerprint(inputs);
};

/** Forgets a resource that does not exist any more. */
const closeRecord = async (session: Session, record: LedgerRecord): Promise<void> => {
  const look = lookOf(session);
  const plan = planForGone(record);
  if (changesLedger(plan, record, look))
    await write(session, { plan, look, record, tags: new Map() });
};

/** "Not found" is final unless the event is so young that the cloud may not show the resource yet. */
const assertFinallyGone = ({ request, clock, cloud }: Session, record: LedgerRecord): void => {
  if (request.isGone || request.isLastAttempt || record.entries.size > 0) return;
  // Clocks differ: an event from the future happened now.
  const ageSeconds = Math.max(0, clock() - Date.parse(request.cause.eventTime)) / 1000;
  const { visibilityDelaySeconds } = cloud;
  if (!(ageSeconds < visibilityDelaySeconds)) return;
  throw new RetryableError({
    code: 'NotVisibleYet',
    message: `${request.arn} is not found, but the event that names it is only ${Math.round(ageSeconds)} s old; resources may stay invisible for ${visibilityDelaySeconds} s`,
  });
};

type Round = { readonly tally: Tally; readonly done?: Outcome };

const presentRound = async (session: Session, seen: Present, tally: Tally): Promise<Round> => {
  const decision = decideOn(session, seen);
  const { plan, look, record } = decision;
  if (!callsCloud(plan) && !changesLedger(plan, record, look)) {
    return { tally, done: outcomeOf(tally.wrote ? 'changed' : 'converged', tally, plan) };
  }
  const { inputs } = seen;
  const isCurrent = isIrrevocable(plan, record)
    ? await isStillWanted(session, inputs)
    : await hasCurrentSettings(session, inputs.settings);
  if (!isCurrent) return { tally };
  await write(session, decision);
  const after = addPlan(tally, plan, record);
  return (await isStillWanted(session, seen.inputs))
    ? { tally: after, done: outcomeOf('changed', after, plan) }
    : { tally: after };
};

/** A read of settings is a task of its own in the wave: its reconcile reads the ledger meanwhile. */
const readBeside =
  ({ wave }: Session, settingsOf: KnownSettings): KnownSettings =>
  (accountId) => {
    const answer = settingsOf(accountId);
    return answer instanceof Promise ? wave.run(() => answer) : answer;
  };

const playRound = async (session: Session, round: number, tally: Tally): Promise<Round> => {
  const { arn } = session.request;
  const settingsOf = round === 0 ? session.knownSettings : session.settings.read;
  const seen = await observe(session, arn, readBeside(session, settingsOf));
  if (seen.kind === 'inactive') return { tally, done: outcomeOf('inactive', tally) };
  if (session.intents.isHeldByOther(seen.record, session.owner)) {
    return { tally: { ...tally, conflicts: tally.conflicts + 1 } };
  }
  if (seen.kind === 'present') return presentRound(session, seen, tally);
  assertFinallyGone(session, seen.record);
  await closeRecord(session, seen.record);
  return { tally, done: outcomeOf('gone', tally) };
};

/** Somebody else wrote, or the resource went away under us: look again. */
const isWorthAnotherLook = (error: unknown): boolean =>
  error instanceof ConflictError || error instanceof NotFoundError;

const playRounds = async (session: Session): Promise<Outcome> => {
  const { wave, pause, request } = session;
  let tally = nothingDone;
  for (let round = 0; round < maxRounds; round += 1) {
    try {
      const { tally: after, done } = await playRound(session, round, tally);
      if (done !== undefined) return done;
      if (after.conflicts > tally.conflicts) await wave.aside(() => pause(round));
      tally = after;
    } catch (error) {
      if (!isWorthAnotherLook(error)) throw error;
      tally = { ...tally, conflicts: tally.conflicts + 1 };
      await wave.aside(() => pause(round));
    }
  }
  throw new RetryableError({
    code: 'StillChanging',
    message: `${request.arn} did not settle in ${maxRounds} rounds: others keep writing it or what it inherits from`,
    details: { conflicts: tally.conflicts },
  });
};

/**
 * Makes one resource right: observe, plan, intend, apply, confirm, verify. Safe to call at any time,
 * any number of times, by any number of workers.
 * @throws RetryableError when others kept writing, or the cloud or the database asks to come again
 * @throws TerminalError when the cloud refuses what must be written
 */
export const reconcile = (deps: ReconcileDeps, request: ReconcileRequest): Promise<Outcome> =>
  deps.wave.run(() => playRounds({ ...deps, request, owner: deps.intents.newOwner() }));
