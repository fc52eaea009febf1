import { typeOf } from '../clouds/arn.ts';
import { mayInherit } from '../clouds/catalogue.ts';
import type { Reading } from '../clouds/reading.ts';
import { isEcho } from '../engine/echo.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Why what an event tells of tags is no news, by one read of the ledger; undefined when it may be some. */
export const whyEcho = async (
  { ledger }: { readonly ledger: Pick<Ledger, 'read'> },
  { resources, tagsTold, cause }: Extract<Reading, { kind: 'touched' }>,
): Promise<string | undefined> => {
  const [only] = resources;
  if (tagsTold === undefined || only === undefined || !mayInherit(typeOf(only.arn))) {
    return undefined;
  }
  return isEcho(await ledger.read(only.arn), tagsTold, cause.eventTime)
    ? `${cause.eventName} tells of ${only.arn} what this service itself wrote`
    : undefined;
};
