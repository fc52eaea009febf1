import { createHash } from 'node:crypto';
import type { Tags } from '../../../../model/tags.ts';
import { type Arn, parseArn } from '../../arn.ts';
import type { ResourceType } from '../../resource-types.ts';
import type { StoredResource } from '../resource-store.ts';

/** What ACK marks with its cluster's id. Source: ACK, "Labels and tags of nodes"; cloud controller manager. */
const markedByClusters: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'Ecs-Instance',
  'Slb-Instance',
]);

/** The tag that says which cluster made a resource. */
export const clusterTag = 'ack.aliyun.com';

/** A resource's tags as lists show them: with the mark of its cluster, which the cloud itself sets. */
export const shownTags = ({ arn, tags, parents }: StoredResource): Tags => {
  const cluster = markedByClusters.has(parseArn(arn).type)
    ? parents.find((parent) => parseArn(parent).type === 'Cs-Cluster')
    : undefined;
  return cluster === undefined ? tags : new Map([[clusterTag, parseArn(cluster).id], ...tags]);
};

/** As ECS, SLB, NAT gateways and ESS spell tags. */
export const tagKeyRows = (resource: StoredResource) =>
  [...shownTags(resource)].map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

/** As all others do. */
export const keyRows = (resource: StoredResource) =>
  [...shownTags(resource)].map(([Key, Value]) => ({ Key, Value }));

/** What a resource was made with. */
export const attributesOf = ({ attributes }: StoredResource) => ({
  text: (name: string): string | undefined => {
    const value = attributes[name];
    return typeof value === 'string' ? value : undefined;
  },
  number: (name: string): number | undefined => {
    const value = attributes[name];
    return typeof value === 'number' ? value : undefined;
  },
  flag: (name: string): boolean | undefined => {
    const value = attributes[name];
    return typeof value === 'boolean' ? value : undefined;
  },
});

/** Id and region of a resource. */
export const placeOf = ({ arn }: StoredResource) => {
  const { id, region } = parseArn(arn);
  return { id, RegionId: region };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A public address of a resource: always the same, and of no real network. */
export const publicAddressOf = (arn: Arn): string => {
  const [first = 0, ...rest] = digest(arn);
  return [240 + (first % 15), ...rest.slice(0, 3)].join('.');
};

/** The network interface that a service made for a resource, which no list of interfaces shows. */
export const serviceInterfaceOf = (arn: Arn, place = ''): string =>
  `eni-${digest(`${arn} ${place}`).toString('hex').slice(0, 20)}`;
