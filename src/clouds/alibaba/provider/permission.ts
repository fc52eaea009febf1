import type { Clock } from '../../../model/clock.ts';
import { AccessDeniedError, RetryableError, TerminalError } from '../../../model/errors.ts';
import type { AccountRegion } from '../../call.ts';
import { type Ask, apiOf } from './ask.ts';
import { type Listing, type PageRequest, readPage, type ShownPage } from './listing.ts';
import { listings } from './listings.ts';

/**
 * Makes sure that a list which left something out may be read at all: without the permission some products
 * answer with an empty list instead of an error.
 * @throws AccessDeniedError, or why it cannot be told
 */
type AssertMayRead = (ask: Ask, listing: Listing, region: string) => Promise<void>;

/** Reads lists of one account and region. */
export type Reader = {
  readonly ask: Ask;
  readonly at: AccountRegion;
  /** Of a list that left something out. @throws AccessDeniedError, or why it cannot be told */
  readonly assertMayRead: (listing: Listing) => Promise<void>;
};

/** Reads one page of a list, and believes that there is nothing in it only where it may be read. */
export const readSurely = async (
  { ask, at, assertMayRead }: Reader,
  request: Omit<PageRequest, 'region'>,
): Promise<ShownPage> => {
  const page = await readPage(ask, { ...request, region: at.region });
  if (request.cursor === undefined && page.items.length === 0) await assertMayRead(request.listing);
  return page;
};

/** For how long a permission that was there is believed to be there. Milliseconds. */
const believedMs = 10 * 60_000;

/** What a dry run answers when the call would have been carried out. */
const passed = 'DryRunOperation';

const tryDry = async (ask: Ask, { operation }: Listing, RegionId: string) => {
  const what = `asking whether ${apiOf(operation)} is allowed`;
  try {
    await ask({ operation, parameters: { RegionId, DryRun: true }, what });
  } catch (error) {
    if (error instanceof TerminalError && error.code === passed) return;
    throw error;
  }
  throw new RetryableError({
    code: 'NoDryRun',
    message: `${what} in ${RegionId} was answered with a list`,
  });
};

/** Opens what asks for a permission, and remembers what was there. */
export const createAssertMayRead = (clock: Clock): AssertMayRead => {
  const allowedAt = new Map<string, number>();

  const showsAny = async (ask: Ask, listing: Listing, region: string): Promise<boolean> => {
    const what = `looking for any by ${apiOf(listing.operation)}`;
    const request = { listing, region, filter: { MaxResults: 10 }, cursor: undefined, what };
    return (await readPage(ask, request)).items.length > 0;
  };

  /** Each instance has an interface: a region that shows instances and no interfaces hides them. */
  const lookForCompany = async (ask: Ask, listing: Listing, region: string): Promise<void> => {
    const instances = listings['Ecs-Instance'];
    if (await showsAny(ask, listing, region)) return;
    if (!(await showsAny(ask, instances, region))) return assertMayRead(ask, instances, region);
    throw new AccessDeniedError({
      code: 'NothingShown',
      message: `${apiOf(listing.operation)} shows nothing in ${region}, beside instances`,
      scope: 'resource',
    });
  };

  const assertMayRead: AssertMayRead = async (ask, listing, region) => {
    const { emptiness, operation } = listing;
    if (emptiness === undefined) return;
    const api = apiOf(operation);
    const since = allowedAt.get(api);
    if (since !== undefined && clock() < since + believedMs) return;
    await (emptiness === 'dry run' ? tryDry : lookForCompany)(ask, listing, region);
    allowedAt.set(api, clock());
  };

  return assertMayRead;
};
