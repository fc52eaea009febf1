import { isThrottle } from '../model/errors.ts';
import { cursorExpired, type Page } from '../model/page.ts';

/** Where a listing through regions stands. */
type Place = {
  /** Of the region, among all and then those that failed. */
  readonly index: number;
  /** Regions that could not be listed, and are tried again at the end. */
  readonly failed: readonly string[];
  /** The region's own. */
  readonly cursor: string | undefined;
};

const beginning: Place = { index: 0, failed: [], cursor: undefined };

const writePlace = (regions: readonly string[], { index, failed, cursor = '' }: Place): string =>
  [index, regions.join(' '), failed.join(' '), cursor].join('\n');

/** @throws RetryableError `CursorExpired` also for a cursor of before, or of other regions: it may leave some out */
const readPlace = (regions: readonly string[], text: string): Place => {
  const [index = '', of, failed = '', ...cursor] = text.split('\n');
  if (!/^\d{1,4}$/.test(index) || of !== regions.join(' ')) {
    throw cursorExpired(`the listing of ${regions.length} regions`);
  }
  return {
    index: Number(index),
    failed: failed === '' ? [] : failed.split(' '),
    cursor: cursor.join('\n') || undefined,
  };
};

/**
 * Lists region after region. One that cannot be listed comes last, so that the others need not wait for it;
 * empty ones are passed over.
 * @throws why a region cannot be listed, when all others are; a throttle at once
 */
export const listRegions = async <T>(
  regions: readonly string[],
  cursor: string | undefined,
  list: (region: string, cursor: string | undefined) => Promise<Page<T>>,
): Promise<Page<T>> => {
  let place = cursor === undefined ? beginning : readPlace(regions, cursor);
  for (;;) {
    const { index, failed } = place;
    const region = [...regions, ...failed][index];
    if (region === undefined) return { items: [], next: undefined };
    const following = { index: index + 1, failed, cursor: undefined };
    try {
      const { items, next } = await list(region, place.cursor);
      place = next === undefined ? following : { ...place, cursor: next };
      if (items.length > 0) return { items, next: writePlace(regions, place) };
    } catch (failure) {
      if (index >= regions.length || isThrottle(failure)) throw failure;
      place = { ...following, failed: [...failed, region] };
    }
  }
};
