import type { Outcome } from '../engine/outcome.ts';
import type { Cause } from '../model/cause.ts';
import type { Clock } from '../model/clock.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import { isCloudEvent, type Key, ownCauses } from '../queue/message.ts';
import type { WorkResult } from './work-result.ts';

/** What the worker tells its log and its meter. */
export type Reports = {
  /** How a message ended. */
  readonly result: (messageId: string, result: WorkResult) => void;
  /** How a reconcile ended. */
  readonly outcome: (key: Key, outcome: Outcome) => void;
  /** Hands over what was counted; at the end of each batch. */
  readonly flush: () => void;
};

export type ReportsDeps = { readonly log: Log; readonly meter: Meter; readonly clock: Clock };

/** An event older than this was sent by hand: it says nothing of how late we are. */
const replayAgeMs = 86_400_000;

/** True when a look found all right: most do, and a line of log costs more than the reads it tells of. */
const isUneventful = ({ kind, refusals, contested, conflicts }: Outcome): boolean =>
  (kind === 'converged' || kind === 'inactive') &&
  refusals.length + contested.length + conflicts === 0;

const countOutcome = (meter: Meter, cause: Cause, outcome: Outcome): void => {
  const { kind, set, removed, refusals, contested, conflicts } = outcome;
  if (kind === 'changed') meter.add('ResourcesChanged', 1);
  if (kind === 'converged') meter.add('ResourcesConverged', 1);
  if (kind === 'gone') meter.add('ResourcesGone', 1);
  if (set > 0) meter.add('TagsSet', set);
  if (removed > 0) meter.add('TagsRemoved', removed);
  if (cause.eventName === ownCauses.sweep && set + removed > 0) {
    meter.add('SweepFindings', set + removed);
  }
  if (refusals.length > 0) meter.add('TagsRefused', refusals.length);
  if (contested.length > 0) meter.add('TagsContested', contested.length);
  if (conflicts > 0) meter.add('LedgerConflicts', conflicts);
};

type Ignored = Extract<WorkResult, { kind: 'ignored' }>;

/** Opens the reports of a process. */
export const createReports = ({ log, meter, clock }: ReportsDeps): Reports => {
  /** Event → how long ago it was when the last resource was looked at that it could matter to. */
  const lags = new Map<string, number>();

  const replays = new Set<string>();

  const noteLag = ({ eventId, eventTime, isReplay }: Cause): void => {
    const lag = clock() - Date.parse(eventTime);
    if (Number.isNaN(lag)) return;
    if (isReplay || lag > replayAgeMs) replays.add(eventId);
    else lags.set(eventId, Math.max(0, lag));
  };

  const tellIgnored = (messageId: string, { why, reason }: Ignored): void => {
    if (why === undefined) {
      log.info('message asks for nothing', { messageId, reason });
      return;
    }
    meter.add('EventsTouchingNothing', 1, why);
    // Somebody wanted the event here: a level that is on everywhere. But nobody asks for our own.
    const tell = why === 'OwnCall' ? log.debug : log.warn;
    tell('event touches nothing', { messageId, reason });
  };

  return {
    result: (messageId, result) => {
      switch (result.kind) {
        case 'done':
          meter.add('MessagesDone', 1);
          return;
        case 'ignored':
          meter.add('MessagesIgnored', 1);
          tellIgnored(messageId, result);
          return;
        case 'malformed':
          meter.add('MessagesMalformed', 1);
          log.error('message is malformed and was set aside', {
            messageId,
            reason: result.reason,
          });
          return;
      }
    },

    outcome: ({ arn, cause }, outcome) => {
      const { kind, changes, refusals, contested, conflicts } = outcome;
      countOutcome(meter, cause, outcome);
      // Where no rule is on, nobody waits for anything.
      if (kind !== 'inactive' && isCloudEvent(cause)) noteLag(cause);
      const tell = isUneventful(outcome) ? log.debug : log.info;
      tell('reconciled', {
        resource: arn,
        outcome: kind,
        // Each byte is paid for, and most of these say nothing.
        ...(changes.length > 0 ? { changes } : {}),
        ...(refusals.length > 0 ? { refusals } : {}),
        ...(contested.length > 0 ? { contested } : {}),
        ...(conflicts > 0 ? { conflicts } : {}),
        cause,
      });
    },

    flush: () => {
      for (const lag of lags.values()) meter.add('LagMilliseconds', lag);
      if (replays.size > 0) meter.add('EventsReplayed', replays.size);
      lags.clear();
      replays.clear();
      meter.flush();
    },
  };
};
