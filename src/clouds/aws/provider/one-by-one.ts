import pLimit from 'p-limit';
import { NotFoundError } from '../../../model/errors.ts';
import type { Asking } from './asking.ts';
import { byId, type Described, type Shown } from './reader.ts';

/** Resources that are asked for at once. */
const parallel = 5;

/**
 * Describes resources where a call tells of some of them only, and fails for all when one is gone.
 * @param read of those of one call; throws NotFoundError when one of them is gone
 * @param most ids of one call
 */
export const describeApart = async (
  ids: readonly string[],
  asking: Asking,
  {
    most,
    read,
  }: {
    readonly most: number;
    readonly read: (ids: readonly string[], asking: Asking) => Promise<readonly Shown[]>;
  },
): Promise<Described> => {
  const limit = pLimit(parallel);
  const found: Shown[] = [];
  const untold = new Map<string, unknown>();

  const readSome = async (some: readonly string[]): Promise<void> => {
    try {
      found.push(...(await limit(() => read(some, asking))));
    } catch (failure) {
      if (!(failure instanceof NotFoundError)) for (const id of some) untold.set(id, failure);
      else if (some.length > 1) await Promise.all(some.map((id) => readSome([id])));
    }
  };

  const pieces = Array.from({ length: Math.ceil(ids.length / most) }, (_, index) =>
    ids.slice(index * most, (index + 1) * most),
  );
  await Promise.all(pieces.map(readSome));
  return { shown: byId(found), untold };
};
