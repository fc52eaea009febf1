import type { Clock } from '../../../model/clock.ts';
import { RetryableError, TerminalError } from '../../../model/errors.ts';
import { type Ask, apiOf } from './ask.ts';
import type { Listing } from './listing.ts';

/**
 * Makes sure that a list which left something out may be read at all: without the permission some products
 * answer with an empty list instead of an error.
 * @throws AccessDeniedError, or why it cannot be told
 */
export type AssertMayRead = (ask: Ask, listing: Listing, region: string) => Promise<void>;

/** For how long a permission that was there is believed to be there. Milliseconds. */
const believedMs = 10 * 60_000;

/** What a dry run answers when the call would have been carried out. */
const passed = 'DryRunOperation';

/**
 * Asks by a dry run, and remembers who said yes. Where an operation takes none its products publish an error for
 * a missing permission, and an empty list says what it says.
 */
export const createAssertMayRead = (clock: Clock): AssertMayRead => {
  const allowedAt = new Map<string, number>();

  const tryDry = async (ask: Ask, { operation, always }: Listing, region: string) => {
    const parameters = { ...always(region), DryRun: true };
    const what = `asking whether ${apiOf(operation)} is allowed`;
    try {
      await ask({ operation, parameters, what });
    } catch (error) {
      if (error instanceof TerminalError && error.code === passed) return;
      throw error;
    }
    throw new RetryableError({
      code: 'NoDryRun',
      message: `${what} by a dry run in ${region} answered with a list; nobody knows whether it is whole`,
    });
  };

  return async (ask, listing, region) => {
    if (!listing.hasDryRun) return;
    const api = apiOf(listing.operation);
    const since = allowedAt.get(api);
    if (since !== undefined && clock() < since + believedMs) return;
    await tryDry(ask, listing, region);
    allowedAt.set(api, clock());
  };
};
