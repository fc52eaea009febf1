import { DescribeNatGatewaysCommand, type NatGateway } from '@aws-sdk/client-ec2';
import type { Asking } from '../asking.ts';
import { askEc2 } from '../ec2-listing.ts';
import { arnIn, type HeirLister, type Shown, type TypeReader, tagsIn } from '../reader.ts';
import { type Holding, holdingsOf } from './holdings.ts';

/** A gateway, with the addresses that it holds. */
type ShownGateway = Shown & { readonly addresses: readonly string[] };

const isGone = (state: string | undefined): boolean => state === 'deleted' || state === 'failed';

/** One that is being deleted lets its addresses go. */
const mayHold = (state: string | undefined): boolean => state !== 'deleting';

const gateways = askEc2<NatGateway, ShownGateway>({
  api: 'ec2:DescribeNatGateways',
  what: 'NAT gateways',
  idFilter: 'nat-gateway-id',
  send: async (client, { Filters: Filter, ...question }, options) => {
    const command = new DescribeNatGatewaysCommand({ ...question, Filter });
    const { NatGateways, NextToken } = await client.send(command, options);
    return { items: NatGateways, next: NextToken };
  },
  show: ({ NatGatewayId: id, State, Tags, NatGatewayAddresses = [] }) => {
    // It is shown for about an hour after its end.
    if (id === undefined || isGone(State)) return undefined;
    const held = NatGatewayAddresses.flatMap(({ AllocationId, Status }) =>
      Status === 'disassociating' || Status === 'failed' ? [] : (AllocationId ?? []),
    );
    return { id, tags: tagsIn(Tags), parents: [], addresses: mayHold(State) ? held : [] };
  },
});

/** NAT gateways: nothing passes tags on to one. */
export const natGatewayReader: TypeReader = { ...gateways, heirs: {} };

/** Lists the addresses of a NAT gateway. */
export const addressesOfGateway: HeirLister = async (id, _, asking) => {
  const gateway = (await gateways.byIds([id], asking)).get(id);
  return { items: gateway?.addresses ?? [], next: undefined };
};

/** Which NAT gateway holds which address: no address says so itself. */
export const heldByGateways = async (asking: Asking): Promise<readonly Holding[]> =>
  holdingsOf(await gateways.all([], asking), (id) => arnIn(asking, 'Ec2-NatGateway', id));
