import { DescribeImagesCommand, type Image } from '@aws-sdk/client-ec2';
import type { Arn } from '../../arn.ts';
import type { Asking } from '../asking.ts';
import { askEc2, filterBy } from '../ec2-listing.ts';
import { arnIn, type HeirLister, type Shown, type TypeReader, tagsIn } from '../reader.ts';

/** An image, with the snapshots that it is made of. */
type ShownImage = Shown & { readonly snapshots: readonly string[] };

const images = askEc2<Image, ShownImage>({
  api: 'ec2:DescribeImages',
  what: 'images',
  idFilter: 'image-id',
  send: async (client, question, options) => {
    const command = new DescribeImagesCommand({ ...question, Owners: ['self'] });
    const { Images, NextToken } = await client.send(command, options);
    return { items: Images, next: NextToken };
  },
  show: ({ ImageId: id, State, SourceInstanceId: source, Tags, BlockDeviceMappings = [] }, at) => {
    if (id === undefined || State === 'deregistered') return undefined;
    return {
      id,
      tags: tagsIn(Tags),
      parents: source ? [arnIn(at, 'Ec2-Instance', source)] : [],
      snapshots: BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.SnapshotId || []),
    };
  },
});

/** Images: each says of which instance it was made. */
export const imageReader: TypeReader = {
  ...images,
  heirs: {
    'Ec2-Instance': images.heirsOf('Ec2-Instance', (id) => [[filterBy('source-instance-id', id)]]),
  },
};

/** Lists the snapshots that an image is made of. */
export const snapshotsOfImage: HeirLister = async (id, _, asking) => {
  const image = (await images.byIds([id], asking)).get(id);
  return { items: image?.snapshots ?? [], next: undefined };
};

/** Finds the images that snapshots are a part of. @param ids at most 100 */
export const imagesOfSnapshots = async (
  ids: readonly string[],
  asking: Asking,
): Promise<ReadonlyMap<string, readonly Arn[]>> => {
  if (ids.length === 0) return new Map();
  const found = await images.all([filterBy('block-device-mapping.snapshot-id', ...ids)], asking);
  return new Map(
    ids.map((id) => [
      id,
      found
        .filter(({ snapshots }) => snapshots.includes(id))
        .map((image) => arnIn(asking, 'Ec2-Image', image.id)),
    ]),
  );
};
