import { inChunks } from '../../../model/chunks.ts';
import { allItems } from '../../../model/page.ts';
import type { AccountRegion } from '../../call.ts';
import type { Fields } from '../../shapes.ts';
import { type Arn, formatArn } from '../arn.ts';
import { itemsAt, textAt } from './answers.ts';
import type { Ask } from './ask.ts';
import { orIfGone, readPage, type Shown } from './listing.ts';
import { listings } from './listings.ts';
import { operations } from './operations.ts';
import type { Reader } from './permission.ts';

const eipOf = (at: AccountRegion, id: string): Arn => formatArn({ ...at, type: 'Vpc-Eip', id });

/** The EIPs of `ZoneMappings`, as NLB and ALB both write them. Anycast ones belong to no region. */
const zoneEips = (at: AccountRegion, balancer: unknown): readonly Arn[] =>
  itemsAt(balancer, 'ZoneMappings')
    .flatMap((zone) => itemsAt(zone, 'LoadBalancerAddresses'))
    .flatMap((address) => {
      const id = textAt(address, 'AllocationId');
      return id === undefined || textAt(address, 'EipType') === 'Anycast' ? [] : [eipOf(at, id)];
    });

/** The EIPs of an NLB, which its list tells. */
export const eipsOfNlb = (at: AccountRegion, { fields }: Shown): readonly Arn[] =>
  zoneEips(at, fields);

/** The EIPs of an ALB, which only its attributes tell; none of one that is gone. */
export const eipsOfAlb = async (
  ask: Ask,
  at: AccountRegion,
  LoadBalancerId: string,
): Promise<readonly Arn[]> => {
  const what = `reading the addresses of ${LoadBalancerId}`;
  const reading = ask({ operation: operations.alb, parameters: { LoadBalancerId }, what });
  return zoneEips(at, await orIfGone(reading, {}));
};

/** Addresses that one call can be asked for. */
const mostAddresses = 50;

/**
 * The EIPs of container groups: a group says its public address, and the EIP of that address is looked up.
 * @returns container group id → EIPs
 * @throws AccessDeniedError where addresses have no EIP because nobody may read any
 */
export const eipsOfGroups = async (
  { ask, at, assertMayRead }: Reader,
  groups: readonly { readonly id: string; readonly fields: Fields }[],
): Promise<ReadonlyMap<string, readonly Arn[]>> => {
  const addresses = groups.flatMap(({ fields }) => textAt(fields, 'InternetIp') ?? []);
  const pages = inChunks([...new Set(addresses)], mostAddresses).map((some) =>
    allItems((cursor) =>
      readPage(ask, {
        listing: listings['Vpc-Eip'],
        region: at.region,
        filter: { EipAddress: some.join(',') },
        cursor,
        what: `looking for the EIPs ${some.join(', ')}`,
      }),
    ),
  );
  const eips = (await Promise.all(pages)).flatMap((page) => [...page]);
  const byAddress = Map.groupBy(eips, ({ fields }) => textAt(fields, 'IpAddress'));
  if (addresses.some((address) => !byAddress.has(address))) {
    await assertMayRead(listings['Vpc-Eip']);
  }
  return new Map(
    groups.map(({ id, fields }) => {
      const own = byAddress.get(textAt(fields, 'InternetIp')) ?? [];
      return [id, own.map((eip) => eipOf(at, eip.id))];
    }),
  );
};
