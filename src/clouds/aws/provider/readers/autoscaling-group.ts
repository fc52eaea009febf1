import {
  type AutoScalingGroup,
  type AutoScalingGroupNamesType,
  DescribeAutoScalingGroupsCommand,
  type Filter,
} from '@aws-sdk/client-auto-scaling';
import { allItems, type Page } from '../../../../model/page.ts';
import type { Asking } from '../asking.ts';
import { hangsOn } from '../ec2-listing.ts';
import { arnIn, byId, type HeirLister, type Shown, type TypeReader, tagsIn } from '../reader.ts';
import { inStages } from '../stages.ts';
import { clusterKeyOf, clustersIn } from './eks-signs.ts';

/** A group, with the instances that are in it. */
type ShownGroup = Shown & { readonly instances: readonly string[] };

/** The largest page, and names of one question. */
const pageSize = 100;

const show = (
  { AutoScalingGroupName: id, Tags, Instances = [] }: AutoScalingGroup,
  asking: Asking,
): readonly ShownGroup[] => {
  if (id === undefined) return [];
  const tags = tagsIn(Tags);
  const instances = Instances.flatMap(({ InstanceId }) => InstanceId ?? []);
  return [{ id, tags, parents: clustersIn(tags, asking), instances }];
};

const pageOf = async (
  of: Pick<AutoScalingGroupNamesType, 'AutoScalingGroupNames' | 'Filters' | 'IncludeInstances'>,
  cursor: string | undefined,
  asking: Asking,
): Promise<Page<ShownGroup>> => {
  const { AutoScalingGroupNames: names, Filters: filters } = of;
  const by = names ?? filters?.map(({ Name, Values }) => `${Name} ${Values}`) ?? ['no filter'];
  const what = `listing Auto Scaling groups by ${by.join(', ')}`;
  const question = { ...of, MaxRecords: pageSize, NextToken: cursor };
  const { AutoScalingGroups = [], NextToken } = await asking.ask(
    { api: 'autoscaling:DescribeAutoScalingGroups', what, cursor },
    (options) =>
      asking.clients.autoScaling().send(new DescribeAutoScalingGroupsCommand(question), options),
  );
  return {
    items: AutoScalingGroups.flatMap((group) => show(group, asking)),
    next: NextToken || undefined,
  };
};

const idsOf = ({ items, next }: Page<Shown>): Page<string> => ({
  items: items.map(({ id }) => id),
  next,
});

const signsOf = (cluster: string): readonly Filter[] => [
  { Name: 'tag-key', Values: [clusterKeyOf(cluster)] },
  { Name: 'tag:eks:cluster-name', Values: [cluster] },
];

/** Auto Scaling groups: their tags say which cluster they belong to. */
export const autoScalingGroupReader: TypeReader = {
  describe: async (names, asking) => {
    const of = { AutoScalingGroupNames: [...names], IncludeInstances: false };
    return { shown: byId(await allItems((cursor) => pageOf(of, cursor, asking))) };
  },
  list: async (cursor, asking) => idsOf(await pageOf({ IncludeInstances: false }, cursor, asking)),
  hanging: {
    'Eks-Cluster': async (cursor, asking) => {
      const { items, next } = await pageOf({ IncludeInstances: false }, cursor, asking);
      return idsOf({ items: items.filter((item) => hangsOn(item, 'Eks-Cluster')), next });
    },
  },
  heirs: {
    'Eks-Cluster': (id, cursor, asking) =>
      inStages(signsOf(id), cursor, async (filter, inner) => {
        const arn = arnIn(asking, 'Eks-Cluster', id);
        const of = { Filters: [filter], IncludeInstances: false };
        const { items, next } = await pageOf(of, inner, asking);
        return idsOf({ items: items.filter(({ parents }) => parents.includes(arn)), next });
      }),
  },
};

/** Lists the instances that are in a group. */
export const instancesOfGroup: HeirLister = async (name, _, asking) => {
  const of = { AutoScalingGroupNames: [name] };
  const groups = await allItems((cursor) => pageOf(of, cursor, asking));
  return { items: [...groups].flatMap(({ instances }) => instances), next: undefined };
};
