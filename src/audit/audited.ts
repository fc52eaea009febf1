import type { Audit, AuditEntry } from './audit.ts';

/** How an audited piece of work ended badly. */
export type AuditEnd = Pick<AuditEntry, 'outcome' | 'code'>;

export type AuditedDeps = {
  readonly audit: Audit;
  /** Told when the end could not be recorded. */
  readonly report: (error: unknown, requestId: string) => void;
};

export type AuditedWork<T> = Omit<AuditEntry, 'outcome' | 'code'> & {
  readonly work: () => Promise<T>;
  /** Says what an error means. */
  readonly endOf: (error: unknown) => AuditEnd;
};

/** Does something between two entries of the audit trail, so that no write can go unrecorded. */
export const audited = async <T>(
  { audit, report }: AuditedDeps,
  { work, endOf, ...facts }: AuditedWork<T>,
): Promise<T> => {
  await audit.record({ ...facts, outcome: 'started', code: null });
  const finish = async (end: AuditEnd): Promise<void> => {
    try {
      await audit.record({ ...facts, ...end });
    } catch (error) {
      // What was done is done: the entry stays as started, and the caller must hear how it ended.
      report(error, facts.requestId);
    }
  };
  try {
    const answer = await work();
    await finish({ outcome: 'done', code: null });
    return answer;
  } catch (error) {
    await finish(endOf(error));
    throw error;
  }
};
