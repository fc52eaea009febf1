import type { Log } from '../model/telemetry.ts';
import type { Audit, AuditEntry } from './audit.ts';

/** How an audited piece of work ended. */
export type AuditEnd = Pick<AuditEntry, 'outcome' | 'code'> & Partial<Pick<AuditEntry, 'counts'>>;

export type AuditedDeps = {
  readonly audit: Audit;
  readonly log: Pick<Log, 'error'>;
};

export type AuditedWork<T> = Omit<AuditEntry, 'outcome' | 'code' | 'counts'> & {
  readonly work: () => Promise<T>;
  /** Says what an answer means; that all was done unless given. */
  readonly doneAs?: (answer: T) => AuditEnd | undefined;
  /** Says what an error means. */
  readonly endOf: (error: unknown) => AuditEnd;
};

/** Does something between two entries of the audit trail, so that no write can go unrecorded. */
export const audited = async <T>(
  { audit, log }: AuditedDeps,
  { work, doneAs, endOf, ...facts }: AuditedWork<T>,
): Promise<T> => {
  await audit.record({ ...facts, outcome: 'started', code: null, counts: null });
  const finish = async (end: AuditEnd): Promise<void> => {
    try {
      await audit.record({ ...facts, counts: null, ...end });
    } catch (error) {
      // What was done is done: the entry stays as started, and the caller must hear how it ended.
      const { requestId } = facts;
      log.error('the end of a request is missing in the audit trail', { requestId, error });
    }
  };
  try {
    const answer = await work();
    await finish(doneAs?.(answer) ?? { outcome: 'done', code: null });
    return answer;
  } catch (error) {
    await finish(endOf(error));
    throw error;
  }
};
