import { DescribeSnapshotsCommand, type Snapshot } from '@aws-sdk/client-ec2';
import { askEc2, filterBy } from '../ec2-listing.ts';
import { arnIn, type TypeReader, tagsIn, withParents } from '../reader.ts';
import { imagesOfSnapshots, snapshotsOfImage } from './ec2-image.ts';

/** What a copied or imported snapshot names as its volume. */
const noVolume = 'vol-ffffffff';

const snapshots = askEc2<Snapshot>({
  api: 'ec2:DescribeSnapshots',
  what: 'snapshots',
  idFilter: 'snapshot-id',
  send: async (client, question, options) => {
    const command = new DescribeSnapshotsCommand({ ...question, OwnerIds: ['self'] });
    const { Snapshots, NextToken } = await client.send(command, options);
    return { items: Snapshots, next: NextToken };
  },
  show: ({ SnapshotId: id, VolumeId: volume, Tags }, at) =>
    id === undefined
      ? undefined
      : {
          id,
          tags: tagsIn(Tags),
          parents: !volume || volume === noVolume ? [] : [arnIn(at, 'Ec2-Volume', volume)],
        },
});

/** Snapshots: each says of which volume it is; of which image it is a part, the images say. */
export const snapshotReader: TypeReader = {
  ...snapshots,
  describe: async (ids, asking) => {
    const shown = await snapshots.byIds(ids, asking);
    const images = await imagesOfSnapshots([...shown.keys()], asking);
    return { shown: withParents(shown.values(), ({ id }) => images.get(id)) };
  },
  heirs: {
    'Ec2-Volume': snapshots.heirsOf('Ec2-Volume', (id) => [[filterBy('volume-id', id)]]),
    'Ec2-Image': snapshotsOfImage,
  },
};
