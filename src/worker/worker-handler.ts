import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Announcer } from '../announce/announcer.ts';
import type { Clock } from '../model/clock.ts';
import { RetryableError } from '../model/errors.ts';
import { ownCauses } from '../queue/message.ts';
import { type ParsedMessage, parseMessage } from '../queue/parse-message.ts';
import { putOffAttribute, readPutOff } from '../queue/put-off.ts';
import { redrivenAttribute } from '../queue/take-letters.ts';
import { announcementsOf } from './announce-outcome.ts';
import { type FailureDeps, giveUp, settleFailure, timeOf, tryOf } from './failures.ts';
import { createLooks } from './looks.ts';
import { createPostpone } from './postpone.ts';
import { withUrgency } from './reconcile-once.ts';
import { createReports, type Reports } from './reports.ts';
import { isLastTry, mayTryAgain } from './retries.ts';
import { createSecondLooks } from './second-looks.ts';
import { createSendOn } from './send-on.ts';
import { type Batch, startBatch, type WorkDeps } from './work.ts';
import type { WorkResult } from './work-result.ts';

export type WorkerDeps = Omit<FailureDeps, 'clock'> & {
  readonly announcer: Announcer;
  readonly work: Omit<WorkDeps, 'onOutcome' | 'looks' | 'fanOuts' | 'sendOn' | 'secondLooks'>;
};

/** How far the clocks of the queue's machines may be apart. Milliseconds. */
const queueClocksMs = 1000;

/** An event that waited longer is late anyway, and others should not be: it waits its turn. */
const youngMs = 5000;

const isYoung = (clock: Clock, sentAt: number | undefined): boolean =>
  sentAt !== undefined && clock() - sentAt < youngMs;

/** What a process remembers: looks at resources, and listings of heirs. */
const mostLooks = 20_000;
const mostFanOuts = 1000;

export type WorkerHandler = (event: SQSEvent) => Promise<SQSBatchResponse>;

const isSweepStep = ({ kind }: ParsedMessage, result: WorkResult): boolean =>
  kind === 'job' && result.kind === 'done' && result.cause.eventName === ownCauses.sweep;

/** When the queue gave out the last message of a batch, at the latest. */
const receivedAt = ({ Records }: SQSEvent): number | undefined => {
  const times = Records.map(({ attributes }) =>
    timeOf(attributes.ApproximateFirstReceiveTimestamp),
  ).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
};

/** What handling a message needs beside its batch. */
type RecordDeps = FailureDeps & { readonly reports: Reports };

const handleRecord = async (deps: RecordDeps, batch: Batch, record: SQSRecord): Promise<void> => {
  const { retries, reports, meter, clock } = deps;
  const { messageId, body, attributes, messageAttributes } = record;
  const each = tryOf(clock, record);
  const message = parseMessage(body);
  const before = readPutOff(messageAttributes[putOffAttribute]?.stringValue);
  const postpone = createPostpone(deps, {
    messageId,
    before,
    // A job goes on behind what is broken; it is not for it to wait.
    mayWaitForRepair: message.kind !== 'job',
  });
  const since = timeOf(attributes.SentTimestamp);
  const isFresh =
    message.kind === 'event' &&
    each.receives === 1 &&
    before === undefined &&
    isYoung(clock, since);
  try {
    const result = await batch.handle(message, {
      urgency: isFresh ? 'live' : 'later',
      postpone,
      messageId,
      receives: each.receives,
      isLastAttempt: isLastTry(retries, each),
      isLastFor: (failure) => !postpone.takes(failure) && !mayTryAgain(retries, failure, each),
      isAgain: each.receives > 1 || redrivenAttribute in messageAttributes,
      since,
    });
    if (isSweepStep(message, result)) meter.add('SweepSteps', 1);
    reports.result(messageId, result);
    if (result.kind !== 'malformed') return;
    const { reason } = result;
    if (await giveUp(deps, record, { code: 'Malformed', message: reason })) return;
    throw new RetryableError({ code: 'NotSetAside', message: `malformed: ${reason}` });
  } catch (error) {
    if (!(await settleFailure(deps, record, { failure: error, postpone }))) throw error;
  }
};

/** Makes the SQS handler: a batch in, the ids of the messages to deliver again out. */
export const createWorkerHandler = (deps: WorkerDeps): WorkerHandler => {
  const processor = new BatchProcessor(EventType.SQS);
  const marginMs = queueClocksMs + deps.work.cloud.readLagSeconds * 1000;
  const { clock } = deps.work;
  const { announcer } = deps;
  const reports = createReports({ ...deps, clock });
  const secondLooks = createSecondLooks(deps.work);
  const work: WorkDeps = {
    ...deps.work,
    onOutcome: (key, outcome) => {
      reports.outcome(key, outcome);
      announcer.add(announcementsOf(key, outcome));
    },
    secondLooks,
    sendOn: createSendOn({ ...withUrgency(deps.work, 'later'), secondLooks }),
    looks: createLooks({ most: mostLooks, marginMs }),
    fanOuts: createLooks({ most: mostFanOuts, marginMs }),
  };
  return async (event) => {
    const batch = startBatch(work, { receivedAt: receivedAt(event) });
    const response = await processPartialResponse(
      event,
      (record: SQSRecord) => handleRecord({ ...deps, clock, reports }, batch, record),
      processor,
      { throwOnFullBatchFailure: false },
    );
    await announcer.flush();
    reports.flush();
    return response;
  };
};
