import { type ClaimDeps, runningIn } from '../jobs/claim.ts';
import { isJobId, type JobStart, jobIdOf } from '../jobs/job.ts';
import { type StartDeps, startJob } from '../jobs/start-job.ts';
import { isoTime } from '../model/clock.ts';
import { cutText } from '../model/cut-text.ts';
import type { InternalMessage } from '../queue/message.ts';
import type { WorkResult } from './work-result.ts';

export type SweepStartMessage = Extract<InternalMessage, { kind: 'sweep' }>;

type Malformed = Extract<WorkResult, { kind: 'malformed' }>;

const malformed = (field: string, value: string): Malformed => ({
  kind: 'malformed',
  reason: `cause.${field}: "${cutText(value, 100)}" cannot name a sweep's start`,
});

type Named = { readonly kind: 'named'; readonly start: JobStart };

const sweepOf = ({ cause }: SweepStartMessage): Named | Malformed => {
  const started = Date.parse(cause.eventTime);
  if (Number.isNaN(started)) return malformed('eventTime', cause.eventTime);
  const startedAt = isoTime(started);
  const id = jobIdOf(startedAt, cause.eventId);
  if (!isJobId(id)) return malformed('eventId', cause.eventId);
  const start: JobStart = {
    id,
    kind: 'sweep',
    accountId: null,
    settingName: null,
    waitsForSetting: false,
    startedAt,
    startedBy: cause.principal,
  };
  return { kind: 'named', start };
};

/** Makes the job of a scheduled sweep, unless the one before is still running. */
export const handleSweepStart = async (
  deps: ClaimDeps & StartDeps,
  message: SweepStartMessage,
): Promise<WorkResult> => {
  const read = sweepOf(message);
  if (read.kind === 'malformed') return read;
  const { start } = read;
  const running = await runningIn(deps, start);
  if (running !== undefined && running.id !== start.id) {
    return { kind: 'ignored', reason: `job ${running.id} is still running` };
  }
  await startJob(deps, start);
  return { kind: 'done', cause: message.cause };
};
