import { type Address, DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import type { Page } from '../../../../model/page.ts';
import type { Asking } from '../asking.ts';
import { askEc2, filterBy } from '../ec2-listing.ts';
import { arnIn, type Shown, type TypeReader, tagsIn, withParents } from '../reader.ts';
import { addressesOfGateway, heldByGateways } from './ec2-natgateway.ts';
import { addressesOfBalancer, heldByBalancers } from './elasticloadbalancing-loadbalancer.ts';
import type { Holding } from './holdings.ts';

/** An address, and whether somebody holds it who is no instance. */
type ShownAddress = Shown & { readonly isHeldByOther: boolean; readonly isManaged: boolean };

const addresses = askEc2<Address, ShownAddress>({
  api: 'ec2:DescribeAddresses',
  what: 'addresses',
  idFilter: 'allocation-id',
  // All in one answer.
  send: async (client, { Filters }, options) => {
    const { Addresses } = await client.send(new DescribeAddressesCommand({ Filters }), options);
    return { items: Addresses, next: undefined };
  },
  show: ({ AllocationId: id, InstanceId, AssociationId, ServiceManaged, Tags }, at) => {
    if (id === undefined) return undefined;
    const isManaged = ServiceManaged !== undefined;
    return {
      id,
      tags: tagsIn(Tags),
      parents: InstanceId && !isManaged ? [arnIn(at, 'Ec2-Instance', InstanceId)] : [],
      isHeldByOther: AssociationId !== undefined && !InstanceId && !isManaged,
      isManaged,
    };
  },
});

/** Addresses of the account's own: those that a service manages are the service's. */
const own = (shown: readonly ShownAddress[]): readonly string[] =>
  shown.filter(({ isManaged }) => !isManaged).map(({ id }) => id);

/** Who holds addresses, NAT gateways and load balancers alike. Both are few in an account, and both are asked each time. */
const holdersOf = async (asking: Asking) => {
  const all = await Promise.all([heldByGateways(asking), heldByBalancers(asking)]);
  return Map.groupBy(all.flat(), ({ address }) => address);
};

const addressesIn = (held: readonly Holding[]): Page<string> => ({
  items: held.map(({ address }) => address),
  next: undefined,
});

/** Addresses: each says whether an instance holds it; of others, those who hold it say so. */
export const elasticIpReader: TypeReader = {
  describe: async (ids, asking) => {
    const shown = await addresses.byIds(ids, asking);
    if (![...shown.values()].some(({ isHeldByOther }) => isHeldByOther)) return { shown };
    const holders = await holdersOf(asking);
    const holdersOfOne = ({ id, isHeldByOther }: ShownAddress) =>
      isHeldByOther ? holders.get(id)?.map(({ holder }) => holder) : [];
    return { shown: withParents(shown.values(), holdersOfOne) };
  },
  list: async (_, asking) => ({ items: own(await addresses.all([], asking)), next: undefined }),
  hanging: {
    'Ec2-Instance': addresses.hangingOn('Ec2-Instance'),
    'Ec2-NatGateway': async (_, asking) => addressesIn(await heldByGateways(asking)),
    'ElasticLoadBalancing-LoadBalancer': async (_, asking) =>
      addressesIn(await heldByBalancers(asking)),
  },
  heirs: {
    'Ec2-Instance': addresses.heirsOf('Ec2-Instance', (id) => [[filterBy('instance-id', id)]]),
    'Ec2-NatGateway': addressesOfGateway,
    'ElasticLoadBalancing-LoadBalancer': addressesOfBalancer,
  },
  detached: async (_, asking) => {
    const shown = await addresses.all([], asking);
    const free = shown.filter(({ parents }) => parents.length === 0);
    return { items: own(free), next: undefined };
  },
};
