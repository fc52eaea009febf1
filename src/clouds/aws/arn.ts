import { isAccountId } from '../../model/account.ts';
import { cutText } from '../../model/cut-text.ts';
import { InvalidInputError } from '../../model/errors.ts';
import type { Arn, ArnForm } from '../cloud.ts';
import {
  allResourceTypes,
  isResourceType,
  type ResourceType,
  resourceTypes,
} from './resource-types.ts';

export type { Arn } from '../cloud.ts';

/** An ARN taken apart. `id` may itself hold slashes and colons. */
export type ResourceRef = {
  readonly type: ResourceType;
  readonly region: string;
  readonly accountId: string;
  readonly id: string;
};

const arnForm = /^arn:(aws(?:-cn|-us-gov)?):([a-z0-9]+):([^:/]{1,64}):([^:/]+):(.+)$/s;

/** Longer ones are no cloud's, and would not fit into the keys of our tables. */
const longestIdBytes = 512;

const typesByService: ReadonlyMap<string, readonly ResourceType[]> = Map.groupBy(
  allResourceTypes,
  (type) => resourceTypes[type].service,
);

const typeAt = (service: string, resource: string, from = 0): ResourceType | undefined =>
  typesByService
    .get(service)
    ?.find((type) => resource.startsWith(resourceTypes[type].arnStart, from));

/** The partition that a region is of: ARNs of China and GovCloud begin in another way. */
export const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

/** `<uuid>:autoScalingGroupName/<name>`; the name alone is unique, and most events know nothing else. */
const groupForm = /^(?:\*|[0-9A-Za-z-]+):autoScalingGroupName\/(.+)$/s;

/** The id in an ARN, as AWS writes it in this or that place. */
const idIn = (type: ResourceType, written: string): string | undefined => {
  switch (type) {
    case 'AutoScaling-Group':
      return groupForm.exec(written)?.[1];
    case 'Logs-LogGroup':
      return written.replace(/:\*$/, '');
    // A classic load balancer has a name only: its tags are read and written by an API of its own.
    case 'ElasticLoadBalancing-LoadBalancer':
      return written.includes('/') ? written : undefined;
    default:
      return written;
  }
};

const written = (type: ResourceType, id: string): string =>
  type === 'AutoScaling-Group' ? `*:autoScalingGroupName/${id}` : id;

/**
 * Writes the ARN of a resource: `arn:<partition>:<service>:<region>:<account>:<type and id>`. It has one form:
 * an Auto Scaling group's has `*` for the uuid, as in policies, and snapshots and images have their account.
 */
export const formatArn = ({ type, region, accountId, id }: ResourceRef): Arn => {
  const { service, arnStart } = resourceTypes[type];
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${arnStart}${written(type, id)}`;
};

/** Reads an ARN of one of the known resource types, also in AWS's other forms of it; undefined for anything else. */
export const readArn = (text: string): ResourceRef | undefined => {
  const [, partition, service = '', region, accountId, resource = ''] = arnForm.exec(text) ?? [];
  const type = typeAt(service, resource);
  if (type === undefined || !region || !accountId || partition !== partitionOf(region)) {
    return undefined;
  }
  const id = idIn(type, resource.slice(resourceTypes[type].arnStart.length));
  if (!id || !isAccountId(accountId) || Buffer.byteLength(id) > longestIdBytes) return undefined;
  return { type, region, accountId, id };
};

const start = 'arn:aws';

/** The type of a well-formed ARN. Looks only at what tells it, which is quicker than taking it apart. */
export const typeOf = (arn: Arn): ResourceType | undefined => {
  if (!arn.startsWith(start)) return undefined;
  const partitionEnd = arn.indexOf(':', start.length);
  const serviceEnd = arn.indexOf(':', partitionEnd + 1);
  const regionEnd = arn.indexOf(':', serviceEnd + 1);
  const accountEnd = arn.indexOf(':', regionEnd + 1);
  return typeAt(arn.slice(partitionEnd + 1, serviceEnd), arn, accountEnd + 1);
};

/** True for a well-formed ARN of a known resource type. */
export const isArn = (text: string): text is Arn => readArn(text) !== undefined;

const invalidArn = (text: string): InvalidInputError =>
  new InvalidInputError({
    code: 'InvalidArn',
    message: `"${cutText(text, 200)}" is not the ARN of a resource of AWS that has rules`,
  });

/** Reads an ARN. @throws InvalidInputError `InvalidArn` when the text is anything else */
export const parseArn = (text: string): ResourceRef => {
  const ref = readArn(text);
  if (ref !== undefined) return ref;
  throw invalidArn(text);
};

/** How AWS writes ARNs. */
export const arns: ArnForm = {
  form: 'arn:aws:<service>:<region>:<account>:<type>/<id>',
  example: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1',
  kinds: allResourceTypes.map((type) => {
    const { service, arnStart } = resourceTypes[type];
    return `${service}…${arnStart.slice(0, -1)}`;
  }),
  read: readArn,
  typeOf,
  format: ({ type, ...ref }) => {
    if (isResourceType(type)) return formatArn({ type, ...ref });
    throw invalidArn(`a ${type} ${ref.id}`);
  },
};
