import { type Arn, formatArn, partitionOf, readArn } from '../arn.ts';
import { supportedRegions } from '../regions.ts';
import { type ResourceType, typeOfId } from '../resource-types.ts';

/** Where an event happened, and whose it is. */
export type Scope = { readonly region: string; readonly accountId: string };

const anyArn = /^arn:aws[^:]*:([^:]+):([^:]*):([^:]*):(.+)$/s;

/** A version or alias behind a function's name. */
const withoutQualifier = (service: string, resource: string): string =>
  service === 'lambda' ? resource.replace(/^(function:[^:]+):.*$/s, '$1') : resource;

/**
 * What an ARN names, in whichever form AWS writes it: snapshots and images without an account, or with
 * the region in its place (`arn:aws:ec2::us-west-2:snapshot/snap-1`); functions with a version.
 */
export const namedByArn = (text: string, scope: Scope): Arn | undefined => {
  const [, service, first = '', second = '', resource] = anyArn.exec(text) ?? [];
  if (service === undefined || resource === undefined) return undefined;
  const isMisplaced = first === '' && supportedRegions.has(second);
  const region = (isMisplaced ? second : first) || scope.region;
  const accountId = (isMisplaced ? '' : second) || scope.accountId;
  const named = withoutQualifier(service, resource);
  const ref = readArn(`arn:${partitionOf(region)}:${service}:${region}:${accountId}:${named}`);
  return ref === undefined ? undefined : formatArn(ref);
};

const functionForm = /^(?:\d{12}:)?(?:function:)?([^:]+)/;

/** The id that a parameter means. */
const idOf = (type: ResourceType, text: string): string => {
  if (type === 'Lambda-Function') return functionForm.exec(text)?.[1] ?? text;
  // RDS keeps identifiers in small letters, however they are written in a call.
  return type.startsWith('Rds-') ? text.toLowerCase() : text;
};

/** A resource of a type, by its id or ARN; undefined when no resource has such a name. */
export const named = (type: ResourceType, text: string, scope: Scope): Arn | undefined => {
  const arn = text.startsWith('arn:')
    ? namedByArn(text, scope)
    : formatArn({ ...scope, type, id: idOf(type, text) });
  return arn !== undefined && readArn(arn)?.type === type ? arn : undefined;
};

/** A resource by an id that says its own type, or by its ARN. */
export const namedById = (text: string, scope: Scope): Arn | undefined => {
  const type = typeOfId(text);
  return type === undefined ? namedByArn(text, scope) : named(type, text, scope);
};
