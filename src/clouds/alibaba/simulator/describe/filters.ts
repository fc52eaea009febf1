import * as z from 'zod/mini';
import { type Arn, parseArn } from '../../arn.ts';
import type { ResourceType } from '../../resource-types.ts';
import { CloudApiError } from '../cloud-api-error.ts';
import type { OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { shownTags } from './rows.ts';

/** `Tag.N` of a list: of a key alone, every value counts. */
export const tagFilter = {
  Tag: z.optional(
    z
      .array(z.strictObject({ Key: z.string(), Value: z.optional(z.string()) }))
      .check(z.maxLength(20)),
  ),
};

export type TagFilter =
  | readonly { readonly Key: string; readonly Value?: string | undefined }[]
  | undefined;

/** True for a resource that has all of these tags. */
export const hasTags =
  (wanted: TagFilter) =>
  (resource: StoredResource): boolean => {
    const tags = shownTags(resource);
    return (wanted ?? []).every(({ Key, Value }) =>
      Value === undefined ? tags.has(Key) : tags.get(Key) === Value,
    );
  };

const listText = z.array(z.string());

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * A list of ids as ECS and ECI take it: JSON in one text. An empty list names nothing, and nothing is
 * found then.
 * @throws CloudApiError when it is no list, or too long
 */
export const idsInJson = (
  parameter: string,
  text: string | undefined,
  most: number,
): readonly string[] | undefined => {
  if (text === undefined) return undefined;
  const ids = listText.safeParse(jsonOf(text));
  if (ids.success && ids.data.length <= most) return ids.data;
  throw new CloudApiError(
    403,
    `Invalid${parameter}.Malformed`,
    `The specified ${parameter} is not a JSON list of at most ${most} ids.`,
  );
};

/** A list of ids as VPC and SLB take it: with commas between. @throws CloudApiError when it is too long */
export const idsWithCommas = (
  parameter: string,
  text: string | undefined,
  most: number,
): readonly string[] | undefined => {
  const ids = text?.split(',').filter((id) => id !== '');
  if (ids === undefined || ids.length === 0) return undefined;
  if (ids.length <= most) return ids;
  throw new CloudApiError(
    400,
    `InvalidParameter.${parameter}`,
    `${parameter} names ${ids.length} ids; at most ${most} are allowed.`,
  );
};

/** Which resources of a type a list is about: these, those of a parent, or all. */
export const candidates = async (
  context: OperationContext,
  type: ResourceType,
  {
    ids,
    parent,
  }: { readonly ids?: readonly string[] | undefined; readonly parent?: Arn | undefined },
): Promise<readonly StoredResource[]> => {
  if (ids !== undefined) {
    const found = await context.findMany(ids.map((id) => context.arnOf(type, id)));
    return [...found.values()].filter(
      ({ parents }) => parent === undefined || parents.includes(parent),
    );
  }
  return parent === undefined ? context.list(type) : context.heirs(parent, type);
};

/** Of a resource, the parents of these types that exist. */
export type ParentsOf = (
  resource: StoredResource,
  ...types: readonly ResourceType[]
) => readonly StoredResource[];

/** Reads the parents of resources, all at once. */
export const livingParentsOf = async (
  context: OperationContext,
  resources: readonly StoredResource[],
): Promise<ParentsOf> => {
  const living = await context.findMany(resources.flatMap(({ parents }) => parents));
  return ({ parents }, ...types) =>
    parents.flatMap((arn) => {
      const parent = living.get(arn);
      return parent !== undefined && types.includes(parseArn(arn).type) ? [parent] : [];
    });
};
