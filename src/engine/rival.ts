import { typeOf } from '../clouds/arn.ts';
import { isTagCallOf } from '../clouds/calls.ts';
import type { Key } from '../queue/message.ts';

/**
 * Who else changed the tags of the resource itself: the caller of the event that made us look, when
 * it is a tag call that names the resource and not one of our own; else null.
 * @param ownPrincipal who makes our own calls, as the audit trail names them
 */
export const rivalOf = ({ arn, isNamed, cause }: Key, ownPrincipal: string): string | null => {
  const isTagCall = isTagCallOf(typeOf(arn), cause.eventName);
  return isNamed && isTagCall && cause.principal !== ownPrincipal ? cause.principal : null;
};
