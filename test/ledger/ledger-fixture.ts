import type { Arn } from '../../src/clouds/arn.ts';
import type { Ledger, LedgerChange } from '../../src/ledger/ledger.ts';
import type { Page } from '../../src/model/page.ts';
import { entry } from '../engine/fixtures.ts';

/** Reads a listing to its end. */
export const allPages = async <T>(
  page: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> => {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    found.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return found;
};

export const heirsOf = (ledger: Ledger, primary: Arn): Promise<readonly Arn[]> =>
  allPages((cursor) => ledger.heirs(primary, cursor));

/** A change that leaves one entry of each of these primaries. */
export const inheriting = (...primaries: readonly Arn[]): LedgerChange => ({
  intent: null,
  refusals: new Map(),
  entries: new Map(
    primaries.map((primary, index) => [`key-${index}`, entry(`key-${index}`, '1', { primary })]),
  ),
});

/** Primaries that the record has entries of while the look-up does not name the heir: must be none. */
export const forgottenBy = async (ledger: Ledger, heir: Arn): Promise<readonly Arn[]> => {
  const { entries } = await ledger.read(heir);
  const forgotten: Arn[] = [];
  for (const primary of new Set([...entries.values()].map((each) => each.primary))) {
    if (!(await heirsOf(ledger, primary)).includes(heir)) forgotten.push(primary);
  }
  return forgotten;
};
