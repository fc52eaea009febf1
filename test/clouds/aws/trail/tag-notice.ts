import { formatArn } from '../../../../src/clouds/aws/arn.ts';
import { typeOfId } from '../../../../src/clouds/aws/resource-types.ts';
import type { Arn } from '../../../../src/clouds/cloud.ts';
import type { MadeCall, Scope, Stamp } from './call-record.ts';

/** What a call did to the tags of a resource. */
export type TagChange = { readonly arn: Arn | string; readonly changedKeys: readonly string[] };

const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');

/** Keys of `[{Key}]`, `[{key}]`, `["key"]` or `{key: value}`. */
const keysIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) {
    return value.flatMap((each) =>
      textsIn(typeof each === 'object' && each !== null ? (each.Key ?? each.key) : each),
    );
  }
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
};

const tagCalls = /^(Create|Delete|Add|Remove)Tags|^(Tag|Untag)Resources?$|^(Tag|Untag)LogGroup$/;

const namesIn = (input: Readonly<Record<string, unknown>>): readonly string[] =>
  [
    'Resources',
    'ResourceARNList',
    'ResourceArns',
    'ResourceName',
    'ResourceArn',
    'resourceArn',
    'Resource',
  ].flatMap((name) => textsIn(input[name]));

/**
 * Which tags a call changed, of which resources. Auto Scaling's groups are told by the trail alone. So are tags that
 * a resource is made with: whether AWS gives notice of those is not documented, and nothing may rest on it.
 */
export const tagChangesBy = (
  { service, name, input, output }: MadeCall,
  { accountId, region }: Scope,
): readonly TagChange[] => {
  if (service === 'autoscaling' || !tagCalls.test(name)) return [];
  const fields: Readonly<Record<string, unknown>> = { ...input };
  const { FailedResourcesMap: failed = {} }: Readonly<Record<string, unknown>> = { ...output };
  const changedKeys = ['Tags', 'tags', 'TagKeys', 'tagKeys'].flatMap((each) =>
    keysIn(fields[each]),
  );
  return namesIn(fields)
    .filter((text) => !(text in Object(failed)))
    .map((text) => {
      const type = typeOfId(text);
      const arn = type === undefined ? text : formatArn({ type, region, accountId, id: text });
      return { arn, changedKeys };
    });
};

/** What AWS tells of a change of tags. @param tags all that the resource has now */
export const tagNoticeOf = (
  { arn, changedKeys }: TagChange,
  tags: ReadonlyMap<string, string>,
  { accountId, region, id, time }: Scope & Stamp,
): object => {
  const [, , service = '', , , resource = ''] = arn.split(':');
  return {
    version: '0',
    id: `tag-${id}`,
    'detail-type': 'Tag Change on Resource',
    source: 'aws.tag',
    account: accountId,
    region,
    time,
    resources: [arn],
    detail: {
      'changed-tag-keys': changedKeys,
      service,
      'resource-type': resource.split(/[/:]/)[0],
      version: 1,
      tags: Object.fromEntries(tags),
    },
  };
};
