import { type ClaimDeps, runningIn } from '../jobs/claim.ts';
import { isJobId, type JobStart, jobIdOf } from '../jobs/job.ts';
import { type StartDeps, startJob } from '../jobs/start-job.ts';
import { isoTime } from '../model/clock.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { InternalMessage } from '../queue/message.ts';
import type { WorkResult } from './work.ts';

export type SweepStartMessage = Extract<InternalMessage, { kind: 'sweep' }>;

const invalid = (field: string, value: string): InvalidInputError =>
  new InvalidInputError({
    code: 'InvalidSweepStart',
    message: `cause.${field}: "${value.slice(0, 100)}" cannot name a sweep's start`,
  });

const sweepOf = ({ cause }: SweepStartMessage): JobStart => {
  const started = Date.parse(cause.eventTime);
  if (Number.isNaN(started)) throw invalid('eventTime', cause.eventTime);
  const startedAt = isoTime(started);
  const id = jobIdOf(startedAt, cause.eventId);
  if (!isJobId(id)) throw invalid('eventId', cause.eventId);
  return {
    id,
    kind: 'sweep',
    accountId: null,
    settingName: null,
    waitsForSetting: false,
    startedAt,
    startedBy: cause.principal,
  };
};

/** Makes the job of a scheduled sweep, unless the one before is still running. */
export const handleSweepStart = async (
  deps: ClaimDeps & StartDeps,
  message: SweepStartMessage,
): Promise<WorkResult> => {
  const start = sweepOf(message);
  const running = await runningIn(deps, start);
  if (running !== undefined && running.id !== start.id) {
    return { kind: 'ignored', reason: `job ${running.id} is still running` };
  }
  await startJob(deps, start);
  return { kind: 'done', cause: message.cause };
};
