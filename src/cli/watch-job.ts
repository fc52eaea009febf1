import { HeirtagError, RetryableError, TerminalError } from '../model/errors.ts';
import { type ApiCall, readAnswer } from './api.ts';
import { isActive, type Job, jobSchema, progressLine, subjectOf } from './job-words.ts';
import type { Session } from './session.ts';

/** Between two looks at a job. Milliseconds. */
const pauseBetween = 1000;

/** Looks in a row that may fail: a job may take hours, and an API may restart meanwhile. */
const mostFailures = 10;

/** Reads a job. @returns as the API told it, and as it is shown */
export const readJob = async (
  { api }: Session,
  id: string,
): Promise<{ readonly answer: unknown; readonly job: Job }> => {
  const answer = await api.call({ method: 'GET', path: ['jobs', id] });
  return { answer, job: readAnswer(jobSchema, answer) };
};

/**
 * Reads all about a job. Why a sweep over all accounts failed may name what others have, so it is told to
 * whoever may call for the stage; an account that may not sees the job as it is told to accounts.
 */
export const readWholeJob = async (session: Session, id: string): ReturnType<typeof readJob> => {
  const ofAccount = await readJob(session, id);
  const { job } = ofAccount;
  if (job.accountId !== null || (job.error === null && job.failed === 0)) return ofAccount;
  try {
    const answer = await session.api.call({ method: 'GET', ...placeOfJob(job) });
    return { answer, job: readAnswer(jobSchema, answer) };
  } catch (error) {
    if (!(error instanceof HeirtagError)) throw error;
    return ofAccount;
  }
};

/** Where a job is acted on: a sweep over all accounts is the stage's. */
export const placeOfJob = ({ id, accountId }: Job): Pick<ApiCall, 'path' | 'isForStage'> =>
  accountId === null ? { path: ['stage', 'jobs', id], isForStage: true } : { path: ['jobs', id] };

const readPatiently = async (session: Session, id: string) => {
  for (let failures = 1; ; failures += 1) {
    try {
      return await readJob(session, id);
    } catch (error) {
      if (!(error instanceof RetryableError) || failures === mostFailures) throw error;
      await session.pause(pauseBetween);
    }
  }
};

/** Shows progress as it goes: a bar on a terminal, elsewhere a line for each step of the job. */
const showProgress = ({ terminal, isJson }: Session, job: Job, before: Job | undefined): void => {
  if (isJson) return;
  if (terminal.isInteractive) {
    terminal.show(progressLine(job));
    return;
  }
  const isNews = job.status !== before?.status || job.percent !== before.percent;
  if (isNews) terminal.tell(progressLine(job));
};

/** Watches a job until it ends. @returns the job as the API told it at the end */
export const watchJob = async (session: Session, id: string) => {
  let before: Job | undefined;
  for (;;) {
    const seen = await readPatiently(session, id);
    if (!isActive(seen.job)) return readWholeJob(session, seen.job.id);
    showProgress(session, seen.job, before);
    before = seen.job;
    await session.pause(pauseBetween);
  }
};

/** @throws TerminalError `JobFailed`, `JobCancelled` unless the job got done */
export const assertDone = (job: Job): void => {
  if (job.status === 'done') return;
  const reason = job.error === null ? '' : `: ${job.error}`;
  throw new TerminalError({
    code: job.status === 'failed' ? 'JobFailed' : 'JobCancelled',
    message: `the ${subjectOf(job)} was ${job.status === 'failed' ? 'not done' : 'cancelled'}${reason}. heirtag jobs resume ${job.id} goes on with it.`,
  });
};
