import { typeOf } from '../clouds/arn.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import { isoTime } from '../model/clock.ts';
import { ConflictError, mayHaveHappened, NotFoundError, RetryableError } from '../model/errors.ts';
import type { KnownSettings } from '../settings/known-settings.ts';
import { carryOut, type Decision, release } from './carry-out.ts';
import { isIrrevocable } from './irrevocable.ts';
import type { Look } from './key-state.ts';
import { believe, type Lag, lateAfter, withoutLate } from './late-reads.ts';
import { changesLedger } from './ledger-content.ts';
import { noteMissing } from './missing.ts';
import { type Observation, observe } from './observe.ts';
import { addPlan, nothingDone, type Outcome, outcomeOf, type Tally } from './outcome.ts';
import { callsCloud, planFor, planForGone } from './plan.ts';
import { rivalOf } from './rival.ts';
import type { Held, ReconcileDeps, ReconcileRequest, Session } from './session.ts';
import { hasCurrentSettings, isStillGone, isStillWanted } from './verify.ts';

type Present = Extract<Observation, { kind: 'present' }>;

/** Rounds of observe, plan and write before the message goes back to the queue. */
const maxRounds = 8;

const lookOf = ({ clock, guard, cloud, request }: Session, tally = nothingDone): Look => ({
  now: isoTime(clock()),
  cause: request.cause,
  rival: rivalOf(request, cloud.isOurs),
  reach: request.reach,
  guard,
  tried: tally.tried,
});

/** What was done until a round, and how late its reads may be. */
type Before = { readonly tally: Tally; readonly lag: Lag };

/** What to do, by what is believed of the tags where they may be read too early. */
const decideOn = (
  session: Session,
  { record, inputs }: Present,
  { tally, lag }: Before,
): Decision => {
  const { cloud, request } = session;
  const look = lookOf(session, tally);
  const { resource } = inputs;
  const tags = believe(resource.tags, record, lag);
  const plan = planFor({
    inputs: { ...inputs, resource: { ...resource, tags } },
    record,
    maxTags: cloud.maxTagsPerResource(typeOf(resource.arn)),
    look,
  });
  const { settings } = inputs;
  const late = {
    isYoung: request.lateUntil !== undefined && lag.now < request.lateUntil,
    isLate: lateAfter(record, lag) !== undefined,
  };
  const { isLate } = late;
  return { plan: withoutLate(plan, record, late), look, record, tags, settings, isLate };
};

/** Forgets a resource that does not exist any more. @returns false when it shows again */
const closeRecord = async (session: Session, record: LedgerRecord): Promise<boolean> => {
  const look = lookOf(session);
  const plan = planForGone(record);
  if (!changesLedger(plan, record, look)) return true;
  const decision = { plan, look, record, tags: new Map(), settings: undefined, isLate: false };
  return (await carryOut(session, decision, () => isStillGone(session))).isStillSo;
};

/** "Not found" is final unless the event is so young that the cloud may not show the resource yet. */
const assertFinallyGone = ({ request, clock, cloud }: Session, record: LedgerRecord): void => {
  if (request.isGone || request.isLastAttempt || record.entries.size > 0) return;
  // Clocks differ: an event from the future happened now.
  const ageSeconds = Math.max(0, clock() - Date.parse(request.cause.eventTime)) / 1000;
  const { readLagSeconds } = cloud;
  if (!(ageSeconds < readLagSeconds)) return;
  throw new RetryableError({
    code: 'NotVisibleYet',
    message: `${request.arn} is not found, but the event that names it is only ${Math.round(ageSeconds)} s old; resources may stay invisible for ${readLagSeconds} s`,
  });
};

type Round = { readonly tally: Tally; readonly done?: Outcome };

/** When to verify a write once more: a lag after it, reads are sure to be newer. */
const lagAfterNow = ({ cloud: { readLagSeconds }, clock }: Session): number | undefined =>
  readLagSeconds === 0 ? undefined : clock() + readLagSeconds * 1000;

const presentRound = async (session: Session, seen: Present, before: Before): Promise<Round> => {
  const { tally, lag } = before;
  const decision = decideOn(session, seen, before);
  const { plan, look, record } = decision;
  if (!callsCloud(plan) && !changesLedger(plan, record, look)) {
    return tally.wrote
      ? { tally, done: outcomeOf('changed', tally, plan, lagAfterNow(session)) }
      : { tally, done: outcomeOf('converged', tally, plan, lateAfter(record, lag)) };
  }
  const { inputs } = seen;
  const isCurrent = isIrrevocable(plan)
    ? await isStillWanted(session, inputs)
    : await hasCurrentSettings(session, inputs.settings);
  if (!isCurrent) return { tally };
  const written = await carryOut(session, decision, () => isStillWanted(session, inputs));
  const after = addPlan(tally, written.plan, record);
  // Where reads lag, one more at once tells nothing new: the look that is asked for verifies.
  return written.isStillSo || lag.lagSeconds > 0
    ? { tally: after, done: outcomeOf('changed', after, written.plan, lagAfterNow(session)) }
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
  const lag = { now: session.clock(), lagSeconds: session.cloud.readLagSeconds };
  const settingsOf = round === 0 ? session.knownSettings : session.settings.read;
  const seen = await observe(session, arn, readBeside(session, settingsOf));
  if (seen.kind === 'inactive') return { tally, done: outcomeOf('inactive', tally) };
  if (session.intents.isHeldByOther(seen.record, session.owner)) {
    return { tally: { ...tally, conflicts: tally.conflicts + 1 } };
  }
  const noted = await noteMissing(session, seen);
  if (noted.kind === 'written') return { tally };
  if (noted.kind === 'too early') {
    const kind = seen.kind === 'gone' ? 'gone' : 'converged';
    return { tally, done: outcomeOf(kind, tally, undefined, noted.lookAgainAt) };
  }
  if (seen.kind === 'present') return presentRound(session, seen, { tally, lag });
  const late = lateAfter(seen.record, lag);
  if (late !== undefined) return { tally, done: outcomeOf('gone', tally, undefined, late) };
  assertFinallyGone(session, seen.record);
  const isClosed = await closeRecord(session, seen.record);
  return isClosed ? { tally, done: outcomeOf('gone', tally) } : { tally };
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
 * Ends an intent that is open though all is decided: it was turned off since our tag calls, so that nobody comes
 * again to tell what they did; or they did nothing, for the resource went away under them.
 */
const endIntent = (session: Session, held: Held): Promise<void> =>
  held.end === undefined ? release(session, held) : held.end();

/**
 * Makes one resource right: observe, plan, intend, apply, verify, confirm. Safe to call at any time,
 * any number of times, by any number of workers.
 * @throws RetryableError when others kept writing, or the cloud or the database asks to come again
 * @throws TerminalError when the cloud refuses what must be written
 */
export const reconcile = (deps: ReconcileDeps, request: ReconcileRequest): Promise<Outcome> =>
  deps.wave.run(async () => {
    const open: { held: Held | null } = { held: null };
    const hold = (held: Held | null): void => {
      open.held = held;
    };
    const session = { ...deps, request, owner: deps.intents.newOwner(), hold };
    try {
      const outcome = await playRounds(session);
      if (open.held !== null) await endIntent(session, open.held);
      return outcome;
    } catch (failure) {
      if (open.held !== null && !mayHaveHappened(failure)) {
        await release(session, open.held);
      }
      throw failure;
    }
  });
