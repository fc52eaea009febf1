import type { LedgerRecord } from '../ledger/ledger.ts';
import { type Arn, parseArn } from '../model/arn.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError, HeirtagError, NotFoundError, RetryableError } from '../model/errors.ts';
import type { Key } from '../queue/message.ts';
import { desiredTags, fingerprint, type Inputs } from './desired.ts';
import type { IntentPolicy } from './intent-policy.ts';
import { type Eyes, type Observation, observe, readInputs } from './observe.ts';
import { addPlan, countOf, nothingDone, type Outcome, refusalsOf, type Tally } from './outcome.ts';
import {
  callsCloud,
  changesLedger,
  confirmedEntries,
  intendedEntries,
  keysToRemove,
  type Plan,
  planFor,
  tagsToSet,
} from './plan.ts';

export type ReconcileDeps = Eyes & {
  readonly clock: Clock;
  readonly intents: IntentPolicy;
  /** Waits between two looks at a resource that somebody else is writing. @param attempt 0, 1, … */
  readonly pause: (attempt: number) => Promise<void>;
};

export type ReconcileRequest = Key & {
  /** No further delivery follows: decide now what could otherwise wait. */
  readonly isLastAttempt: boolean;
};

/** One reconcile of one resource: who we are in the ledger. */
type Session = ReconcileDeps & { readonly owner: string; readonly arn: Arn };

type Present = Extract<Observation, { kind: 'present' }>;

/** Rounds of observe, plan and write before the message goes back to the queue. */
const maxRounds = 8;

const makePlan = (session: Session, { record, inputs }: Present): Plan =>
  planFor({
    resource: inputs.resource,
    record,
    settings: inputs.settings,
    desired: desiredTags(inputs),
    maxTags: session.cloud.maxTagsPerResource(parseArn(session.arn).type),
    now: isoTime(session.clock()),
  });

/** Gives the record back when a tag call failed, so that others need not wait for the intent's end. */
const release = async (session: Session, held: LedgerRecord, failure: unknown): Promise<void> => {
  const isOutcomeKnown =
    failure instanceof HeirtagError && failure.details.mayHaveHappened !== true;
  if (!isOutcomeKnown) return;
  try {
    await session.ledger.replace(held, { intent: null, entries: held.entries });
  } catch (error) {
    // The intent expires by itself; what failed first is what the caller must see.
    if (!(error instanceof HeirtagError)) throw error;
  }
};

/** Sends the plan's tag calls, removals first so that additions find their places. */
const apply = async (session: Session, plan: Plan, held: LedgerRecord): Promise<void> => {
  const removals = keysToRemove(plan);
  const additions = tagsToSet(plan);
  try {
    session.intents.assertMayWrite(held);
    if (removals.length > 0) await session.cloud.removeTags(session.arn, removals);
    session.intents.assertMayWrite(held);
    if (additions.size > 0) await session.cloud.setTags(session.arn, additions);
  } catch (error) {
    await release(session, held, error);
    throw error;
  }
};

/** Intend, apply, confirm. @throws ConflictError when somebody else wrote meanwhile */
const write = async (session: Session, plan: Plan, record: LedgerRecord): Promise<void> => {
  const entries = intendedEntries(plan, record.entries);
  if (!callsCloud(plan)) {
    await session.ledger.replace(record, { intent: null, entries });
    return;
  }
  const intent = session.intents.begin(session.owner);
  const held = await session.ledger.replace(record, { intent, entries });
  await apply(session, plan, held);
  await session.ledger.replace(held, { intent: null, entries: confirmedEntries(plan, entries) });
};

/** True when what we based the plan on still asks for the same. */
const isStillWanted = async (session: Session, inputs: Inputs): Promise<boolean> => {
  const settings = await session.settings.read(inputs.settings.accountId);
  const now = await readInputs(session, session.arn, settings);
  return now !== undefined && fingerprint(now) === fingerprint(inputs);
};

const closeRecord = async (session: Session, record: LedgerRecord): Promise<void> => {
  if (record.entries.size === 0 && record.intent === null) return;
  await session.ledger.replace(record, { intent: null, entries: new Map() });
};

/** "Not found" is final unless the event is so young that the cloud may not show the resource yet. */
const assertFinallyGone = (
  session: Session,
  request: ReconcileRequest,
  record: LedgerRecord,
): void => {
  if (request.isGone || request.isLastAttempt || record.entries.size > 0) return;
  const ageSeconds = (session.clock() - Date.parse(request.cause.eventTime)) / 1000;
  const { visibilityDelaySeconds } = session.cloud;
  if (!(ageSeconds < visibilityDelaySeconds)) return;
  throw new RetryableError({
    code: 'NotVisibleYet',
    message: `${session.arn} is not found, but the event that names it is only ${Math.round(ageSeconds)} s old; resources may stay invisible for ${visibilityDelaySeconds} s`,
  });
};

type Round = { readonly tally: Tally; readonly done?: Outcome };

const finish = (kind: Outcome['kind'], tally: Tally, plan?: Plan): Round => ({
  tally,
  done: {
    kind,
    set: countOf(tally.changes, 'set'),
    removed: countOf(tally.changes, 'remove'),
    changes: tally.changes,
    conflicts: tally.conflicts,
    refusals: plan === undefined ? [] : refusalsOf(plan),
  },
});

const presentRound = async (session: Session, seen: Present, tally: Tally): Promise<Round> => {
  const plan = makePlan(session, seen);
  if (!callsCloud(plan) && !changesLedger(plan, seen.record)) {
    return finish(tally.wrote ? 'changed' : 'converged', tally, plan);
  }
  await write(session, plan, seen.record);
  const after = addPlan(tally, plan);
  return (await isStillWanted(session, seen.inputs))
    ? finish('changed', after, plan)
    : { tally: after };
};

const playRound = async (
  session: Session,
  request: ReconcileRequest,
  tally: Tally,
): Promise<Round> => {
  const seen = await observe(session, session.arn);
  if (seen.kind === 'inactive') return finish('inactive', tally);
  if (session.intents.isHeldByOther(seen.record, session.owner)) {
    return { tally: { ...tally, conflicts: tally.conflicts + 1 } };
  }
  if (seen.kind === 'present') return presentRound(session, seen, tally);
  assertFinallyGone(session, request, seen.record);
  await closeRecord(session, seen.record);
  return finish('gone', tally);
};

/** Somebody else wrote, or the resource went away under us: look again. */
const isWorthAnotherLook = (error: unknown): boolean =>
  error instanceof ConflictError || error instanceof NotFoundError;

/**
 * Makes one resource right: observe, plan, intend, apply, confirm, verify. Safe to call at any time,
 * any number of times, by any number of workers.
 * @throws RetryableError when others kept writing, or the cloud or the database asks to come again
 * @throws TerminalError when the cloud refuses what must be written
 */
export const reconcile = async (
  deps: ReconcileDeps,
  request: ReconcileRequest,
): Promise<Outcome> => {
  const session: Session = { ...deps, arn: request.arn, owner: deps.intents.newOwner() };
  let tally = nothingDone;
  for (let round = 0; round < maxRounds; round += 1) {
    try {
      const { tally: after, done } = await playRound(session, request, tally);
      if (done !== undefined) return done;
      if (after.conflicts > tally.conflicts) await deps.pause(round);
      tally = after;
    } catch (error) {
      if (!isWorthAnotherLook(error)) throw error;
      tally = { ...tally, conflicts: tally.conflicts + 1 };
      await deps.pause(round);
    }
  }
  throw new RetryableError({
    code: 'StillChanging',
    message: `${request.arn} did not settle in ${maxRounds} rounds: others keep writing it or what it inherits from`,
    details: { conflicts: tally.conflicts },
  });
};
