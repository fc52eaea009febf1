import type { Arn } from '../clouds/arn.ts';
import type { SettingName } from '../clouds/catalogue.ts';
import type { Resource } from '../clouds/provider.ts';
import { seenIn } from '../clouds/sights.ts';
import type { LedgerEntry, LedgerRecord } from '../ledger/ledger.ts';
import type { Cause } from '../model/cause.ts';
import type { Eyes } from './observe.ts';
import { isWhatWeWrote } from './standing.ts';

/** How a tag came to a resource by inheritance. */
export type Inheritance = {
  readonly rule: SettingName;
  readonly primary: Arn;
  /** When the value was written. ISO 8601, UTC. */
  readonly since: string;
  /** The event that made us write it. */
  readonly cause: Cause;
  /** The value of somebody else's tag that it took the place of; null when there was none. */
  readonly displaced: string | null;
};

/** One resource on a tag's way from its source. */
export type Hop = {
  readonly resource: Arn;
  /** null when the resource is gone, or has no such tag any more. */
  readonly value: string | null;
  /** null at the source, and where the tag is somebody else's by now. */
  readonly inherited: Inheritance | null;
};

/** The longest chain of the catalogue has four hops (cluster, instance, disk, snapshot). */
const mostHops = 8;

const inheritanceOf = (entry: LedgerEntry): Inheritance => ({
  rule: entry.rule,
  primary: entry.primary,
  since: entry.writtenAt,
  cause: entry.cause,
  displaced: entry.displaced,
});

type Known = { readonly resource: Resource | undefined; readonly record: LedgerRecord };

/** Opens what follows tags up to their sources; every resource is read once, however many tags pass it. */
export const createTracer = ({ cloud, ledger }: Pick<Eyes, 'cloud' | 'ledger'>) => {
  const reads = new Map<Arn, Promise<Known>>();
  const look = (arn: Arn): Promise<Known> => {
    const known =
      reads.get(arn) ??
      Promise.all([cloud.describe([arn]), ledger.read(arn)]).then(([found, record]) => ({
        resource: seenIn(found, arn),
        record,
      }));
    reads.set(arn, known);
    return known;
  };

  /**
   * Follows one key from a resource up through the ledger's entries.
   * @returns the resource itself first, then each primary, to the source or as far as is known; empty
   * when the resource has no such tag
   */
  return async (start: Arn, key: string): Promise<readonly Hop[]> => {
    const hops: Hop[] = [];
    let next: Arn | undefined = start;
    while (next !== undefined && hops.length < mostHops) {
      const arn: Arn = next;
      if (hops.some(({ resource }) => resource === arn)) return hops;
      const { resource, record } = await look(arn);
      const value = resource?.tags.get(key);
      const entry = record.entries.get(key);
      const isInherited = entry !== undefined && isWhatWeWrote(entry, value);
      if (value === undefined && hops.length === 0) return [];
      hops.push({
        resource: arn,
        value: value ?? null,
        inherited: isInherited ? inheritanceOf(entry) : null,
      });
      next = isInherited ? entry.primary : undefined;
    }
    return hops;
  };
};
