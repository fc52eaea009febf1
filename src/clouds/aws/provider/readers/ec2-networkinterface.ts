import { DescribeNetworkInterfacesCommand, type NetworkInterface } from '@aws-sdk/client-ec2';
import { askEc2, filterBy, idsOf } from '../ec2-listing.ts';
import { arnIn, type TypeReader, tagsIn } from '../reader.ts';
import { isEnding } from './ec2-volume.ts';

const interfaces = askEc2<NetworkInterface>({
  api: 'ec2:DescribeNetworkInterfaces',
  what: 'network interfaces',
  idFilter: 'network-interface-id',
  send: async (client, question, options) => {
    const command = new DescribeNetworkInterfacesCommand(question);
    const { NetworkInterfaces, NextToken } = await client.send(command, options);
    return { items: NetworkInterfaces, next: NextToken };
  },
  show: ({ NetworkInterfaceId: id, OwnerId, TagSet, Attachment }, at) => {
    // In a shared subnet its owner sees those of others, too.
    if (id === undefined || (OwnerId !== undefined && OwnerId !== at.accountId)) return undefined;
    const { InstanceId: holder, InstanceOwnerId: owner = at.accountId, Status } = Attachment ?? {};
    const isHeld = holder !== undefined && owner === at.accountId && !isEnding(Status);
    return {
      id,
      tags: tagsIn(TagSet),
      parents: isHeld ? [arnIn(at, 'Ec2-Instance', holder)] : [],
    };
  },
});

/** Network interfaces: each says which instance it is attached to. */
export const networkInterfaceReader: TypeReader = {
  ...interfaces,
  hanging: { 'Ec2-Instance': interfaces.hangingOn('Ec2-Instance') },
  heirs: {
    'Ec2-Instance': interfaces.heirsOf('Ec2-Instance', (id) => [
      [filterBy('attachment.instance-id', id)],
    ]),
  },
  detached: async (cursor, asking) =>
    idsOf(await interfaces.page([filterBy('status', 'available', 'detaching')], cursor, asking)),
};
