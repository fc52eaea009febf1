import { isAccountId } from '../../model/account.ts';
import { cutText } from '../../model/cut-text.ts';
import { InvalidInputError } from '../../model/errors.ts';
import { allResourceTypes, type ResourceType, resourceTypes } from './resource-types.ts';

/** Name of one resource: `arn:acs:<product>:<region>:<account>:<type>/<id>`. */
export type Arn = `arn:acs:${string}:${string}:${string}:${string}/${string}`;

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

const typesByPath: ReadonlyMap<string, ResourceType> = new Map(
  allResourceTypes.map((type) => [
    `${resourceTypes[type].product}:${resourceTypes[type].arnType}`,
    type,
  ]),
);

/** Writes the ARN of a resource. */
export const formatArn = (ref: ResourceRef): Arn => {
  const { product, arnType } = resourceTypes[ref.type];
  return `arn:acs:${product}:${ref.region}:${ref.accountId}:${arnType}/${ref.id}`;
};

/** Reads an ARN of one of the known resource types; undefined for anything else. */
export const readArn = (text: string): ResourceRef | undefined => {
  const [, product, region, accountId, arnType, id] = arnForm.exec(text) ?? [];
  const type = typesByPath.get(`${product}:${arnType}`);
  if (type === undefined || !region || !accountId || !id) return undefined;
  if (!isAccountId(accountId) || Buffer.byteLength(id) > longestIdBytes) return undefined;
  return { type, region, accountId, id };
};

const productStart = 'arn:acs:'.length;

/**
 * The type of a resource. Looks only at what tells it, which is quicker than taking the whole name
 * apart: every plan asks for the types of the resource and of all that it hangs on.
 * @throws InvalidInputError `InvalidArn` when no known type has such names
 */
export const typeOf = (arn: Arn): ResourceType => {
  const productEnd = arn.indexOf(':', productStart);
  const regionEnd = arn.indexOf(':', productEnd + 1);
  const accountEnd = arn.indexOf(':', regionEnd + 1);
  const typeEnd = arn.indexOf('/', accountEnd);
  const path = `${arn.slice(productStart, productEnd)}:${arn.slice(accountEnd + 1, typeEnd)}`;
  return typesByPath.get(path) ?? parseArn(arn).type;
};

/** True for a well-formed ARN of a known resource type. */
export const isArn = (text: string): text is Arn => readArn(text) !== undefined;

/**
 * Reads an ARN of one of the known resource types.
 * @throws InvalidInputError `InvalidArn` when the text is anything else.
 */
export const parseArn = (text: string): ResourceRef => {
  const ref = readArn(text);
  if (ref !== undefined) return ref;
  throw new InvalidInputError({
    code: 'InvalidArn',
    message: `"${cutText(text, 200)}" is not the ARN of a known resource: expected arn:acs:<product>:<region>:<account>:<type>/<id> with one of ${[...typesByPath.keys()].map((path) => path.replace(':', '…')).join(', ')}, and an id of at most ${longestIdBytes} bytes`,
  });
};
