import { DescribeVolumesCommand, type Volume } from '@aws-sdk/client-ec2';
import { askEc2, filterBy } from '../ec2-listing.ts';
import { arnIn, type TypeReader, tagsIn } from '../reader.ts';

/** Whose attachment is at an end already, although it is still shown. */
export const isEnding = (state: string | undefined): boolean =>
  state === 'detaching' || state === 'detached';

const volumes = askEc2<Volume>({
  api: 'ec2:DescribeVolumes',
  what: 'volumes',
  idFilter: 'volume-id',
  send: async (client, question, options) => {
    const { Volumes, NextToken } = await client.send(new DescribeVolumesCommand(question), options);
    return { items: Volumes, next: NextToken };
  },
  show: ({ VolumeId: id, State, Tags, Attachments = [] }, at) => {
    if (id === undefined || State === 'deleting' || State === 'deleted') return undefined;
    const holders = Attachments.flatMap(({ InstanceId, State: state }) =>
      InstanceId === undefined || isEnding(state) ? [] : [InstanceId],
    );
    const parents = holders.map((holder) => arnIn(at, 'Ec2-Instance', holder));
    return { id, tags: tagsIn(Tags), parents };
  },
});

/** Volumes: each says which instances it is attached to. */
export const volumeReader: TypeReader = {
  ...volumes,
  hanging: { 'Ec2-Instance': volumes.hangingOn('Ec2-Instance') },
  heirs: {
    'Ec2-Instance': volumes.heirsOf('Ec2-Instance', (id) => [
      [filterBy('attachment.instance-id', id)],
    ]),
  },
};
