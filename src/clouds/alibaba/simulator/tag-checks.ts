import * as z from 'zod/mini';
import type { Tags } from '../../../model/tags.ts';
import { type Arn, parseArn } from '../arn.ts';
import { hasUrl, isReservedKey } from '../tag-keys.ts';
import { CloudApiError } from './cloud-api-error.ts';
import type { OperationContext } from './operation.ts';
import { countOwnTags } from './sim-resource.ts';

/** Longest key and longest value. Characters. */
const longest = 128;

export type TagPair = readonly [key: string, value: string];

/** `Tag.N` of the products' own APIs. */
export const tagListSchema = z
  .array(z.strictObject({ Key: z.string(), Value: z._default(z.string(), '') }))
  .check(z.maxLength(20));

/** What a tag consists of: letters and digits of any script, spaces and these. Source: tag overview, "Limits". */
const foreign = /[^\p{L}\p{M}\p{N} _.:#/=+\-@]/u;

const refuse = (parameter: string, message: string): CloudApiError =>
  new CloudApiError(400, `InvalidParameter.${parameter}`, message);

const checkText = (parameter: 'TagKey' | 'TagValue', text: string): void => {
  if (text.length > longest) {
    throw refuse(
      parameter,
      `The ${parameter} has ${text.length} characters; at most ${longest} are allowed.`,
    );
  }
  const [character] = foreign.exec(text) ?? [];
  if (character !== undefined) {
    throw refuse(
      parameter,
      `The ${parameter} ${JSON.stringify(text)} must not contain ${JSON.stringify(character)}; it may hold letters, digits, spaces and _ . : # / = + - @.`,
    );
  }
  if (hasUrl(text)) {
    throw refuse(parameter, `The ${parameter} "${text}" must not contain http:// or https://.`);
  }
};

/** Checks tags as the cloud does, before anything is written. @throws CloudApiError */
export const checkTags = (tags: readonly TagPair[]): void => {
  const seen = new Set<string>();
  for (const [key, value] of tags) {
    if (key === '') throw refuse('TagKey', 'The TagKey must not be empty.');
    checkText('TagKey', key);
    checkText('TagValue', value);
    if (isReservedKey(key)) {
      throw refuse('TagKey', `The TagKey "${key}" must not begin with aliyun, acs: or aws:.`);
    }
    if (seen.has(key)) {
      throw new CloudApiError(403, 'TagKey.Duplication', `The TagKey "${key}" is given twice.`);
    }
    seen.add(key);
  }
};

/** Reads and checks `Tag.N`. */
export const readTags = (list: z.output<typeof tagListSchema> | undefined): readonly TagPair[] => {
  const tags = (list ?? []).map(({ Key, Value }): TagPair => [Key, Value]);
  checkTags(tags);
  return tags;
};

/** Whether the tags fit on the resource; the cloud's own tags do not count. */
export const exceedsQuota = (
  { arn, tags }: { readonly arn: Arn; readonly tags: Tags },
  added: readonly TagPair[],
  { maxTagsPerResource }: Pick<OperationContext, 'maxTagsPerResource'>,
): boolean => countOwnTags(new Map([...tags, ...added])) > maxTagsPerResource(parseArn(arn).type);

/** Code and HTTP status of a failure, as one product answers it. */
export type ApiAnswer = { readonly httpStatus: 400 | 403 | 404; readonly code: string };

/** As the unified Tag API answers, and products whose own code is not published. */
const unifiedAnswer: ApiAnswer = { httpStatus: 403, code: 'QuotaExceed.TagsPerResource' };

/** The answer of an API whose resource has no place for more tags. */
export const quotaExceeded = (
  arn: Arn,
  { httpStatus, code }: ApiAnswer = unifiedAnswer,
): CloudApiError =>
  new CloudApiError(httpStatus, code, `The maximum number of tags of ${arn} is exceeded.`);
