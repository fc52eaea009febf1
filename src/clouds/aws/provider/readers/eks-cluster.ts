import { type Cluster, DescribeClusterCommand, ListClustersCommand } from '@aws-sdk/client-eks';
import { NotFoundError } from '../../../../model/errors.ts';
import type { Asking } from '../asking.ts';
import { describeApart } from '../one-by-one.ts';
import type { HeirLister, TypeReader } from '../reader.ts';

/** The largest page. */
const pageSize = 100;

const read = async (name: string, asking: Asking): Promise<Cluster> => {
  const { cluster = {} } = await asking.ask(
    { api: 'eks:DescribeCluster', what: `describing cluster ${name}` },
    (options) => asking.clients.eks().send(new DescribeClusterCommand({ name }), options),
  );
  return cluster;
};

/** EKS clusters: nothing passes tags on to one. */
export const clusterReader: TypeReader = {
  describe: (names, asking) =>
    describeApart(names, asking, {
      most: 1,
      read: ([name = '']) =>
        read(name, asking).then(({ tags = {}, status }) =>
          status === 'DELETING'
            ? []
            : [{ id: name, tags: new Map(Object.entries(tags)), parents: [] }],
        ),
    }),
  list: async (cursor, asking) => {
    const { clusters = [], nextToken } = await asking.ask(
      { api: 'eks:ListClusters', what: 'listing clusters', cursor },
      (options) =>
        asking.clients
          .eks()
          .send(new ListClustersCommand({ maxResults: pageSize, nextToken: cursor }), options),
    );
    return { items: clusters, next: nextToken || undefined };
  },
  heirs: {},
};

/** The security group that EKS made for a cluster. */
export const securityGroupOfCluster: HeirLister = async (name, _, asking) => {
  try {
    const { resourcesVpcConfig } = await read(name, asking);
    const group = resourcesVpcConfig?.clusterSecurityGroupId;
    return { items: group ? [group] : [], next: undefined };
  } catch (failure) {
    if (failure instanceof NotFoundError) return { items: [], next: undefined };
    throw failure;
  }
};
