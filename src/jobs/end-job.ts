import { isoTime } from '../model/clock.ts';
import { ConflictError } from '../model/errors.ts';
import type { ClaimDeps } from './claim.ts';
import { isActive } from './job.ts';

const maxAttempts = 5;

/**
 * Ends an active job, for a reason that its record keeps; one that has ended, or that others keep moving
 * on, is left as it is.
 */
export const endJob = async (
  { jobs, clock }: ClaimDeps,
  id: string,
  reason: string,
): Promise<void> => {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const job = await jobs.read(id);
    if (job === undefined || !isActive(job)) return;
    const now = isoTime(clock());
    try {
      await jobs.replace(job, {
        status: 'cancelled',
        error: reason,
        finishedAt: now,
        updatedAt: now,
      });
      return;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
};
