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

const arnForm = /^arn:acs:([a-z]+):([^:/]{1,64}):([^:/]+):([a-z]+)\/(.+)$/s;

/** Longer ones are no cloud's, and would not fit into the keys of our tables. */
const longestIdBytes = 512;

/** product → the part of the ARN before the slash → type */
const typesByProduct: ReadonlyMap<string, ReadonlyMap<string, ResourceType>> = new Map(
  [...Map.groupBy(allResourceTypes, (type) => resourceTypes[type].product)].map(
    ([product, types]) => [
      product,
      new Map(types.map((type) => [resourceTypes[type].arnType, type])),
    ],
  ),
);

/** Writes the ARN of a resource: `arn:acs:<product>:<region>:<account>:<type>/<id>`. */
export const formatArn = (ref: ResourceRef): Arn => {
  const { product, arnType } = resourceTypes[ref.type];
  return `arn:acs:${product}:${ref.region}:${ref.accountId}:${arnType}/${ref.id}`;
};

/** Reads an ARN of one of the known resource types; undefined for anything else. */
export const readArn = (text: string): ResourceRef | undefined => {
  const [, product = '', region, accountId, arnType = '', id] = arnForm.exec(text) ?? [];
  const type = typesByProduct.get(product)?.get(arnType);
  if (type === undefined || !region || !accountId || !id) return undefined;
  if (!isAccountId(accountId) || Buffer.byteLength(id) > longestIdBytes) return undefined;
  return { type, region, accountId, id };
};

const start = 'arn:acs:';

/** The type of a well-formed ARN. Looks only at what tells it, which is quicker than taking it apart. */
export const typeOf = (arn: Arn): ResourceType | undefined => {
  if (!arn.startsWith(start)) return undefined;
  const productEnd = arn.indexOf(':', start.length);
  const regionEnd = arn.indexOf(':', productEnd + 1);
  const accountEnd = arn.indexOf(':', regionEnd + 1);
  const typeEnd = arn.indexOf('/', accountEnd);
  return typesByProduct
    .get(arn.slice(start.length, productEnd))
    ?.get(arn.slice(accountEnd + 1, typeEnd));
};

/** True for a well-formed ARN of a known resource type. */
export const isArn = (text: string): text is Arn => readArn(text) !== undefined;

const invalidArn = (text: string): InvalidInputError =>
  new InvalidInputError({
    code: 'InvalidArn',
    message: `"${cutText(text, 200)}" is not the ARN of a resource of Alibaba Cloud`,
  });

/** Reads an ARN. @throws InvalidInputError `InvalidArn` when the text is anything else */
export const parseArn = (text: string): ResourceRef => {
  const ref = readArn(text);
  if (ref !== undefined) return ref;
  throw invalidArn(text);
};

/** How Alibaba Cloud writes ARNs. */
export const arns: ArnForm = {
  form: 'arn:acs:<product>:<region>:<account>:<type>/<id>',
  example: 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1',
  kinds: allResourceTypes.map((type) => {
    const { product, arnType } = resourceTypes[type];
    return `${product}…${arnType}`;
  }),
  read: readArn,
  typeOf,
  format: ({ type, ...ref }) => {
    if (isResourceType(type)) return formatArn({ type, ...ref });
    throw invalidArn(`a ${type} ${ref.id}`);
  },
};
