import {
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  type Filter,
  type RDSClient,
  type Tag,
} from '@aws-sdk/client-rds';
import { allItems, type Page } from '../../../../model/page.ts';
import type { ResourceType } from '../../resource-types.ts';
import type { Asking, SendOptions } from '../asking.ts';
import { arnIn, byId, type HeirLister, type Shown, type TypeReader, tagsIn } from '../reader.ts';

/** The largest page. */
const pageSize = 100;

/** A database, cluster or snapshot, in the same words for all. */
type Item = {
  readonly id: string | undefined;
  readonly tags: readonly Tag[] | undefined;
  /** Identifier of what it hangs on. */
  readonly parent: string | undefined;
};

type RdsQuestion = {
  readonly Filters: Filter[] | undefined;
  readonly MaxRecords: number;
  readonly Marker: string | undefined;
};

type RdsListing = {
  /** As `rds:<operation>`. */
  readonly api: string;
  readonly idFilter: string;
  /** What these hang on, and the filter by it. */
  readonly parent?: {
    readonly type: ResourceType;
    readonly filter: string;
    /** It is there as long as these are. */
    readonly outlives?: true;
  };
  readonly send: (
    client: RDSClient,
    question: RdsQuestion,
    options: SendOptions,
  ) => Promise<{ readonly items: readonly Item[] | undefined; readonly next: string | undefined }>;
};

const rdsReader = ({ api, idFilter, parent, send }: RdsListing): TypeReader => {
  const show = (asking: Asking, { id, tags, parent: name }: Item): readonly Shown[] => {
    if (id === undefined) return [];
    const parents = parent && name ? [arnIn(asking, parent.type, name)] : [];
    return [{ id, tags: tagsIn(tags), parents }];
  };

  const pageOf = async (
    filter: Filter | undefined,
    cursor: string | undefined,
    asking: Asking,
  ): Promise<Page<Shown>> => {
    const by = filter === undefined ? 'no filter' : `${filter.Name} ${filter.Values?.join(', ')}`;
    const question = {
      Filters: filter === undefined ? undefined : [filter],
      MaxRecords: pageSize,
      Marker: cursor,
    };
    const { items = [], next } = await asking.ask(
      { api, what: `asking ${api} by ${by}`, cursor },
      (options) => send(asking.clients.rds(), question, options),
    );
    return { items: items.flatMap((item) => show(asking, item)), next: next || undefined };
  };

  const idsOf = ({ items, next }: Page<Shown>): Page<string> => ({
    items: items.map(({ id }) => id),
    next,
  });

  const heirs: Partial<Record<ResourceType, HeirLister>> =
    parent === undefined
      ? {}
      : {
          [parent.type]: async (id: string, cursor: string | undefined, asking: Asking) =>
            idsOf(await pageOf({ Name: parent.filter, Values: [id] }, cursor, asking)),
        };

  return {
    describe: async (ids, asking) => {
      const filter = { Name: idFilter, Values: [...ids] };
      return { shown: byId(await allItems((cursor) => pageOf(filter, cursor, asking))) };
    },
    list: async (cursor, asking) => idsOf(await pageOf(undefined, cursor, asking)),
    ...(parent?.outlives && {
      hanging: {
        [parent.type]: async (cursor: string | undefined, asking: Asking) => {
          const { items, next } = await pageOf(undefined, cursor, asking);
          return idsOf({ items: items.filter(({ parents }) => parents.length > 0), next });
        },
      },
    }),
    heirs,
  };
};

/** Database instances: each says which cluster it is in. */
export const dbInstanceReader = rdsReader({
  api: 'rds:DescribeDBInstances',
  idFilter: 'db-instance-id',
  parent: { type: 'Rds-DbCluster', filter: 'db-cluster-id', outlives: true },
  send: async (client, question, options) => {
    const command = new DescribeDBInstancesCommand(question);
    const { DBInstances, Marker } = await client.send(command, options);
    const items = DBInstances?.map((each) => ({
      id: each.DBInstanceIdentifier,
      tags: each.TagList,
      parent: each.DBClusterIdentifier,
    }));
    return { items, next: Marker };
  },
});

/** Database clusters: nothing passes tags on to one. */
export const dbClusterReader = rdsReader({
  api: 'rds:DescribeDBClusters',
  idFilter: 'db-cluster-id',
  send: async (client, question, options) => {
    const command = new DescribeDBClustersCommand(question);
    const { DBClusters, Marker } = await client.send(command, options);
    const items = DBClusters?.map((each) => ({
      id: each.DBClusterIdentifier,
      tags: each.TagList,
      parent: undefined,
    }));
    return { items, next: Marker };
  },
});

/** Snapshots of database instances: each names its instance. */
export const dbSnapshotReader = rdsReader({
  api: 'rds:DescribeDBSnapshots',
  idFilter: 'db-snapshot-id',
  parent: { type: 'Rds-DbInstance', filter: 'db-instance-id' },
  send: async (client, question, options) => {
    const command = new DescribeDBSnapshotsCommand(question);
    const { DBSnapshots, Marker } = await client.send(command, options);
    const items = DBSnapshots?.map((each) => ({
      id: each.DBSnapshotIdentifier,
      tags: each.TagList,
      parent: each.DBInstanceIdentifier,
    }));
    return { items, next: Marker };
  },
});

/** Snapshots of database clusters: each names its cluster. */
export const dbClusterSnapshotReader = rdsReader({
  api: 'rds:DescribeDBClusterSnapshots',
  idFilter: 'db-cluster-snapshot-id',
  parent: { type: 'Rds-DbCluster', filter: 'db-cluster-id' },
  send: async (client, question, options) => {
    const command = new DescribeDBClusterSnapshotsCommand(question);
    const { DBClusterSnapshots, Marker } = await client.send(command, options);
    const items = DBClusterSnapshots?.map((each) => ({
      id: each.DBClusterSnapshotIdentifier,
      tags: each.TagList,
      parent: each.DBClusterIdentifier,
    }));
    return { items, next: Marker };
  },
});
