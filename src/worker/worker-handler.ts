import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Outcome } from '../engine/outcome.ts';
import { HeirtagError } from '../model/errors.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import { isCloudEvent, ownCauses } from '../queue/message.ts';
import { type ParsedMessage, parseMessage } from '../queue/parse-message.ts';
import { createLooks } from './looks.ts';
import { retryDelaySeconds } from './retry-delay.ts';
import { type Batch, startBatch, type WorkDeps, type WorkResult } from './work.ts';

export type WorkerDeps = {
  readonly work: Omit<WorkDeps, 'onOutcome' | 'looks' | 'fanOuts'>;
  /** Makes a failed message visible again after a delay. */
  readonly retryLater: (receiptHandle: string, delaySeconds: number) => Promise<void>;
  /** Deliveries before the queue gives a message up. */
  readonly maxReceives: number;
  /** Delay of the first retry; doubles each time. Seconds. */
  readonly retrySeconds: number;
  /** From 0 up to, but without, 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly meter: Meter;
};

/** How far the clocks of the queue's machines may be apart. Milliseconds. */
const queueClocksMs = 1000;

/** What a process remembers: looks at resources, and listings of heirs. */
const mostLooks = 20_000;
const mostFanOuts = 1000;

export type WorkerHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

const reportResult = ({ log, meter, work }: WorkerDeps, id: string, result: WorkResult): void => {
  switch (result.kind) {
    case 'done':
      meter.add('MessagesDone', 1);
      if (isCloudEvent(result.cause)) {
        const lag = work.clock() - Date.parse(result.cause.eventTime);
        meter.add('LagMilliseconds', Math.max(0, lag));
      }
      return;
    case 'ignored':
      meter.add('MessagesIgnored', 1);
      log.info('message touches nothing', { messageId: id, reason: result.reason });
      return;
    case 'malformed':
      meter.add('MessagesMalformed', 1);
      log.error('message is malformed and was dropped', { messageId: id, reason: result.reason });
      return;
  }
};

/** Reports a failure and puts the message's next try off. */
const postpone = async (deps: WorkerDeps, record: SQSRecord, failure: unknown): Promise<void> => {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const delaySeconds = retryDelaySeconds({ ...deps, receives });
  deps.meter.add('MessagesFailed', 1);
  deps.log.warn('message failed', {
    messageId: record.messageId,
    receives,
    isLast: receives >= deps.maxReceives,
    delaySeconds,
    code: failure instanceof HeirtagError ? failure.code : 'Unknown',
    error: failure instanceof Error ? failure : new Error(String(failure)),
  });
  try {
    await deps.retryLater(record.receiptHandle, delaySeconds);
  } catch (error) {
    // The queue's own visibility timeout then takes the place of our delay.
    deps.log.warn('message could not be postponed', { messageId: record.messageId, error });
  }
};

const isSweepStep = ({ kind }: ParsedMessage, result: WorkResult): boolean =>
  kind === 'job' && result.kind === 'done' && result.cause.eventName === ownCauses.sweep;

/** A time as SQS tells it; undefined when it does not. */
const timeOf = (attribute: string): number | undefined => Number(attribute) || undefined;

/** When the queue gave out the last message of a batch, at the latest. */
const receivedAt = ({ Records }: SQSEvent): number | undefined => {
  const times = Records.map(({ attributes }) =>
    timeOf(attributes.ApproximateFirstReceiveTimestamp),
  ).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
};

const handleRecord = async (deps: WorkerDeps, batch: Batch, record: SQSRecord): Promise<void> => {
  const since = timeOf(record.attributes.SentTimestamp);
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const isLastAttempt = receives >= deps.maxReceives;
  const isAgain = receives > 1;
  try {
    const message = parseMessage(record.body);
    const { messageId } = record;
    const result = await batch.handle(message, { messageId, isLastAttempt, isAgain, since });
    if (isSweepStep(message, result)) deps.meter.add('SweepSteps', 1);
    reportResult(deps, record.messageId, result);
  } catch (error) {
    await postpone(deps, record, error);
    throw error;
  }
};

/** True when a look found all right: most do, and a line of log costs more than the reads it tells of. */
const isUneventful = ({ kind, refusals, contested, conflicts }: Outcome): boolean =>
  (kind === 'converged' || kind === 'inactive') &&
  refusals.length + contested.length + conflicts === 0;

/** Tells log and meter how each reconcile ended. */
const outcomeReporter =
  ({ log, meter }: WorkerDeps): WorkDeps['onOutcome'] =>
  ({ arn, cause }, outcome) => {
    const { kind, set, removed, changes, refusals, contested, conflicts } = outcome;
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
    const tell = isUneventful(outcome) ? log.debug : log.info;
    tell('reconciled', {
      resource: arn,
      outcome: kind,
      changes,
      refusals,
      contested,
      conflicts,
      cause,
    });
  };

/** Makes the SQS handler: a batch in, the ids of the messages to deliver again out. */
export const createWorkerHandler = (deps: WorkerDeps): WorkerHandler => {
  const processor = new BatchProcessor(EventType.SQS);
  const marginMs = queueClocksMs + deps.work.cloud.visibilityDelaySeconds * 1000;
  const work: WorkDeps = {
    ...deps.work,
    onOutcome: outcomeReporter(deps),
    looks: createLooks({ most: mostLooks, marginMs }),
    fanOuts: createLooks({ most: mostFanOuts, marginMs }),
  };
  return async (event) => {
    const batch = startBatch(work, { receivedAt: receivedAt(event) });
    const response = await processPartialResponse(
      event,
      (record: SQSRecord) => handleRecord(deps, batch, record),
      processor,
      { throwOnFullBatchFailure: false },
    );
    deps.meter.flush();
    return response;
  };
};
