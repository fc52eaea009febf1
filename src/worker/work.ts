import pLimit from 'p-limit';
import { heirsPage } from '../engine/heirs.ts';
import type { Outcome } from '../engine/outcome.ts';
import { type ReconcileDeps, reconcile } from '../engine/reconcile.ts';
import type { Arn } from '../model/arn.ts';
import { RetryableError } from '../model/errors.ts';
import type { Cause, ChangesQueue, InternalMessage, Key } from '../queue/message.ts';
import { findRule } from '../rules/catalogue.ts';
import type { Reading } from '../sources/reading.ts';

export type WorkDeps = ReconcileDeps & {
  readonly queue: ChangesQueue;
  readonly readEvent: (raw: unknown) => Reading;
  /** Told of every reconcile that ended. */
  readonly onOutcome: (key: Key, outcome: Outcome) => void;
  /** Up to this many heirs are reconciled with their event; more go back to the queue, so many a message. */
  readonly inlineHeirs: number;
  /** Reconciles under way at once in one batch. */
  readonly parallelReconciles: number;
};

/** What the queue holds: our own messages, events, and what is neither. */
export type Work =
  | InternalMessage
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'malformed'; readonly reason: string };

/** How one message ended well. */
export type WorkResult =
  | { readonly kind: 'done'; readonly keys: number; readonly eventTime: string }
  /** A proper event that touches nothing. */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** Nothing anybody can do anything with; coming again would not help. */
  | { readonly kind: 'malformed'; readonly reason: string };

/** One batch of messages: no resource is reconciled twice in it. */
export type Batch = {
  /**
   * Does the work of one message.
   * @param isLastAttempt true when a failure would be the message's last
   * @throws RetryableError, TerminalError and whatever was not foreseen
   */
  readonly handle: (work: Work, isLastAttempt: boolean) => Promise<WorkResult>;
};

/** How long after a backfill's message its setting may still be on its way. */
const settingDelaySeconds = 60;

const inChunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** Starts a batch. */
export const startBatch = (deps: WorkDeps): Batch => {
  const limit = pLimit(deps.parallelReconciles);
  const started = new Map<Arn, Promise<Outcome>>();

  const reconcileOnce = (key: Key, isLastAttempt: boolean): Promise<Outcome> => {
    const running = started.get(key.arn);
    if (running !== undefined) return running;
    const outcome = limit(async () => {
      const ended = await reconcile(deps, { ...key, isLastAttempt });
      deps.onOutcome(key, ended);
      return ended;
    });
    started.set(key.arn, outcome);
    return outcome;
  };

  const reconcileAll = async (keys: readonly Key[], isLastAttempt: boolean): Promise<void> => {
    const ends = await Promise.allSettled(keys.map((key) => reconcileOnce(key, isLastAttempt)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };

  const keyMessages = (arns: readonly Arn[], cause: Cause): readonly InternalMessage[] =>
    inChunks(arns, deps.inlineHeirs).map((chunk) => ({ kind: 'keys', arns: chunk, cause }));

  /** Heirs that are few enough to do at once; when they are many, they go to the queue instead. */
  const fewHeirs = async (primary: Arn, cause: Cause): Promise<readonly Arn[]> => {
    const found = new Set<Arn>();
    let cursor: string | null = null;
    do {
      const page = await heirsPage(deps, { primary, rule: null, cursor });
      for (const arn of page.items) found.add(arn);
      cursor = page.next;
    } while (cursor !== null && found.size <= deps.inlineHeirs);
    if (found.size <= deps.inlineHeirs) return [...found];

    const rest: readonly InternalMessage[] =
      cursor === null ? [] : [{ kind: 'heirs', primary, rule: null, cursor, cause }];
    await deps.queue.send([...rest, ...keyMessages([...found], cause)]);
    return [];
  };

  const handleEvent = async (event: unknown, isLastAttempt: boolean): Promise<WorkResult> => {
    const reading = deps.readEvent(event);
    if (reading.kind === 'invalid') return { kind: 'malformed', reason: reading.reason };
    if (reading.kind === 'ignored') return reading;
    const { cause, resources } = reading;
    const heirs = await Promise.all(resources.map(({ arn }) => fewHeirs(arn, cause)));
    const keys: readonly Key[] = [
      ...resources.map((touched) => ({ ...touched, cause })),
      ...heirs.flat().map((arn) => ({ arn, isGone: false, cause })),
    ];
    await reconcileAll(keys, isLastAttempt);
    return { kind: 'done', keys: keys.length, eventTime: cause.eventTime };
  };

  const handleHeirs = async (work: Extract<Work, { kind: 'heirs' }>): Promise<WorkResult> => {
    const { primary, rule, cursor, cause } = work;
    const page = await heirsPage(deps, { primary, rule, cursor });
    const rest: readonly InternalMessage[] =
      page.next === null ? [] : [{ kind: 'heirs', primary, rule, cursor: page.next, cause }];
    await deps.queue.send([...rest, ...keyMessages(page.items, cause)]);
    return { kind: 'done', keys: page.items.length, eventTime: cause.eventTime };
  };

  const handleBackfill = async (
    work: Extract<Work, { kind: 'backfill' }>,
    isLastAttempt: boolean,
  ): Promise<WorkResult> => {
    const { accountId, rule, backfillId, cause } = work;
    const settings = await deps.settings.read(accountId);
    const primary = findRule(rule)?.primary;
    const isWanted =
      settings.feature === 'Enable' && settings.rules.get(rule)?.backfillId === backfillId;
    if (!isWanted || primary === undefined) {
      const ageSeconds = (deps.clock() - Date.parse(cause.eventTime)) / 1000;
      if (work.cursor === null && ageSeconds < settingDelaySeconds && !isLastAttempt) {
        throw new RetryableError({
          code: 'SettingNotWritten',
          message: `backfill ${backfillId} of ${rule} waits for the setting that asks for it`,
        });
      }
      return {
        kind: 'ignored',
        reason: `the setting of ${rule} asks for no backfill ${backfillId}`,
      };
    }
    const page = await deps.cloud.list(accountId, primary, work.cursor ?? undefined);
    const rest: readonly InternalMessage[] =
      page.next === undefined ? [] : [{ ...work, cursor: page.next }];
    const heirs = page.items.map(
      (arn): InternalMessage => ({ kind: 'heirs', primary: arn, rule, cursor: null, cause }),
    );
    await deps.queue.send([...rest, ...heirs]);
    return { kind: 'done', keys: page.items.length, eventTime: cause.eventTime };
  };

  return {
    handle: async (work, isLastAttempt) => {
      switch (work.kind) {
        case 'malformed':
          return work;
        case 'event':
          return handleEvent(work.event, isLastAttempt);
        case 'heirs':
          return handleHeirs(work);
        case 'backfill':
          return handleBackfill(work, isLastAttempt);
        case 'keys': {
          const { arns, cause } = work;
          await reconcileAll(
            arns.map((arn) => ({ arn, isGone: false, cause })),
            isLastAttempt,
          );
          return { kind: 'done', keys: arns.length, eventTime: cause.eventTime };
        }
      }
    },
  };
};
