import type { Clock } from '../../../model/clock.ts';
import { type CallLimits, nameOfSite, type Rate } from '../../call.ts';
import { CloudApiError } from './cloud-api-error.ts';

/** Limits as the real cloud has them: a bucket of tokens for each account, region and API. */
export const createCallLimits = (rate: Rate, clock: Clock): CallLimits => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    rate,
    admit: async ({ api, ...site }) => {
      const name = `${nameOfSite(site)} ${api}`;
      const bucket = buckets.get(name) ?? { tokens: rate.burst, at: clock() };
      buckets.set(name, bucket);
      const now = clock();
      const filled = bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond;
      bucket.tokens = Math.min(rate.burst, filled);
      bucket.at = now;
      if (bucket.tokens < 1) {
        throw new CloudApiError(
          400,
          'Throttling.User',
          `Request was denied due to user flow control: more than ${rate.perSecond} calls of ${api} a second.`,
        );
      }
      bucket.tokens -= 1;
    },
  };
};
