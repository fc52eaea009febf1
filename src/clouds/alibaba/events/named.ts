import { type Arn, formatArn, isArn } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import { typeNamed } from './type-names.ts';

/** A resource as an event names it: where it names no place of its own, it is at the event's. */
export type Named = {
  readonly type: ResourceType;
  readonly id: string;
  readonly region?: string | undefined;
  readonly accountId?: string | undefined;
};

/** Where an event happened, and whose it is. */
export type Scope = { readonly region: string; readonly accountId: string };

const anyArn = /^(?:arn:)?acs:([^:]+):([^:]*):([^:]*):([^:/]+)[:/](.+)$/is;

/**
 * What an ARN names, in whatever spelling: `…:slb:…:LoadBalancer/lb-1`, `…:ecs:…:NetworkInterface/eni-1`,
 * and `acs:ecs:…`, as policies write it.
 */
export const namedByArn = (arn: string): Named | undefined => {
  const [, product = '', region, accountId, name, id] = anyArn.exec(arn) ?? [];
  if (name === undefined || id === undefined) return undefined;
  const type = typeNamed(`ACS::${product}::${name}`, product);
  const own = (part: string | undefined) => (part === '*' || part === '' ? undefined : part);
  return type === undefined
    ? undefined
    : { type, id, region: own(region), accountId: own(accountId) };
};

/** The ARN of what an event names; undefined when no resource has such a name. */
export const arnOf = ({ type, id, region, accountId }: Named, scope: Scope): Arn | undefined => {
  const arn = formatArn({
    type,
    id,
    region: region ?? scope.region,
    accountId: accountId ?? scope.accountId,
  });
  return isArn(arn) ? arn : undefined;
};
