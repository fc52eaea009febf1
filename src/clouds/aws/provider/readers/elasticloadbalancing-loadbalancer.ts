import {
  DescribeLoadBalancersCommand,
  type DescribeLoadBalancersCommandInput,
  DescribeTagsCommand,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { NotFoundError } from '../../../../model/errors.ts';
import { allItems, type Page } from '../../../../model/page.ts';
import { type Arn, readArn } from '../../arn.ts';
import type { Asking } from '../asking.ts';
import { describeApart } from '../one-by-one.ts';
import { arnIn, type HeirLister, type Shown, type TypeReader, tagsIn } from '../reader.ts';
import { clustersIn } from './eks-signs.ts';
import { type Holding, holdingsOf } from './holdings.ts';

const type = 'ElasticLoadBalancing-LoadBalancer';

/** The largest page, and balancers whose tags one call tells. */
const pageSize = 400;
const mostTagged = 20;

/** Set by the AWS Load Balancer Controller; its value is the cluster's name. */
const controllerKey = 'elbv2.k8s.aws/cluster';

/** A balancer, and the addresses that it holds. */
type Balancer = { readonly id: string; readonly addresses: readonly string[] };

const idOf = (arn: string | undefined): string | undefined => readArn(arn ?? '')?.id;

const showBalancer = ({
  LoadBalancerArn,
  AvailabilityZones = [],
}: LoadBalancer): readonly Balancer[] => {
  const id = idOf(LoadBalancerArn);
  if (id === undefined) return [];
  const held = AvailabilityZones.flatMap(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses);
  return [{ id, addresses: held.flatMap(({ AllocationId }) => AllocationId ?? []) }];
};

const pageOf = async (
  of: Pick<DescribeLoadBalancersCommandInput, 'LoadBalancerArns'>,
  cursor: string | undefined,
  asking: Asking,
): Promise<Page<Balancer>> => {
  const what = `listing load balancers ${of.LoadBalancerArns?.join(', ') ?? ''}`.trim();
  const paging = of.LoadBalancerArns === undefined ? { PageSize: pageSize, Marker: cursor } : {};
  const { LoadBalancers = [], NextMarker } = await asking.ask(
    { api: 'elasticloadbalancing:DescribeLoadBalancers', what, cursor },
    (options) =>
      asking.clients
        .loadBalancing()
        .send(new DescribeLoadBalancersCommand({ ...of, ...paging }), options),
  );
  return { items: LoadBalancers.flatMap(showBalancer), next: NextMarker || undefined };
};

/** Reads tags, which also tells who exists. @throws NotFoundError when one of them does not */
const readTags = async (ids: readonly string[], asking: Asking): Promise<readonly Shown[]> => {
  const arns = ids.map((id) => arnIn(asking, type, id));
  const { TagDescriptions = [] } = await asking.ask(
    { api: 'elasticloadbalancing:DescribeTags', what: `describing ${arns.join(', ')}` },
    (options) =>
      asking.clients.loadBalancing().send(new DescribeTagsCommand({ ResourceArns: arns }), options),
  );
  return TagDescriptions.flatMap(({ ResourceArn, Tags }) => {
    const id = idOf(ResourceArn);
    if (id === undefined) return [];
    const tags = tagsIn(Tags);
    const controlled = tags.get(controllerKey);
    const byController = controlled ? [arnIn(asking, 'Eks-Cluster', controlled)] : [];
    return [{ id, tags, parents: [...new Set([...clustersIn(tags, asking), ...byController])] }];
  });
};

const describe: TypeReader['describe'] = (ids, asking) =>
  describeApart(ids, asking, { most: mostTagged, read: readTags });

/** Load balancers of the second API: their tags say which cluster they belong to. */
export const loadBalancerReader: TypeReader = {
  describe,
  list: async (cursor, asking) => {
    const { items, next } = await pageOf({}, cursor, asking);
    return { items: items.map(({ id }) => id), next };
  },
  heirs: {
    // Nothing finds balancers by their tags but what lags behind: all are asked.
    'Eks-Cluster': async (cluster, cursor, asking) => {
      const arn: Arn = arnIn(asking, 'Eks-Cluster', cluster);
      const { items, next } = await pageOf({}, cursor, asking);
      const ids = items.map(({ id }) => id);
      const { shown, untold = new Map() } = await describe(ids, asking);
      for (const failure of untold.values()) throw failure;
      const own = [...shown.values()].filter(({ parents }) => parents.includes(arn));
      return { items: own.map(({ id }) => id), next };
    },
  },
};

/** Lists the addresses of a load balancer. */
export const addressesOfBalancer: HeirLister = async (id, _, asking) => {
  try {
    const of = { LoadBalancerArns: [arnIn(asking, type, id)] };
    const { items } = await pageOf(of, undefined, asking);
    return { items: items.flatMap(({ addresses }) => addresses), next: undefined };
  } catch (failure) {
    if (failure instanceof NotFoundError) return { items: [], next: undefined };
    throw failure;
  }
};

/** Which load balancer holds which address: no address says so itself. */
export const heldByBalancers = async (asking: Asking): Promise<readonly Holding[]> =>
  holdingsOf([...(await allItems((cursor) => pageOf({}, cursor, asking)))], (id) =>
    arnIn(asking, type, id),
  );
