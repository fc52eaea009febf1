import { typeOf } from '../clouds/arn.ts';
import { isTagCallOf } from '../clouds/calls.ts';
import { nobodyNamed } from '../model/cause.ts';
import type { Key } from '../queue/message.ts';

/**
 * Who else changed the tags of the resource itself: the caller of the event that made us look, when
 * it is a tag call that names the resource, says who made it, and is not one of our own; else null.
 * @param isOurs tells our own calls by their caller
 */
export const rivalOf = (
  { arn, isNamed, cause }: Key,
  isOurs: (caller: string) => boolean,
): string | null => {
  const isTagCall = isTagCallOf(typeOf(arn), cause.eventName);
  const isSomebody = cause.principal !== nobodyNamed && !isOurs(cause.principal);
  return isNamed && isTagCall && isSomebody ? cause.principal : null;
};
