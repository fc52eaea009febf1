import { type Arn, parseArn } from '../clouds/arn.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { explainKeys, type KeyExplanation } from './explain.ts';
import type { LoopGuard } from './loop-guard.ts';
import { type Eyes, readInputs } from './observe.ts';
import { createTracer, type Hop } from './provenance.ts';

/** A resource's keys, each explained and followed to its source. */
export type ResourceExplanation = {
  readonly resource: Arn;
  readonly exists: boolean;
  readonly keys: readonly (KeyExplanation & { readonly chain: readonly Hop[] })[];
};

export type ExplainDeps = Pick<Eyes, 'cloud' | 'ledger' | 'settings'> & {
  readonly clock: Clock;
  readonly guard: LoopGuard;
};

/** Nobody's event: an explanation writes nothing. */
const explainCause = { eventId: 'none', eventName: 'Explain', principal: 'none' } as const;

/**
 * Explains why keys of a resource are as they are. Reads what a reconcile reads, in the same order.
 * @param key the one to explain; undefined for all that are there, refused, in the ledger, or on one of its parents
 */
export const explainResource = async (
  deps: ExplainDeps,
  arn: Arn,
  key: string | undefined,
): Promise<ResourceExplanation> => {
  const { type, accountId } = parseArn(arn);
  const keys = key === undefined ? undefined : [key];
  const settings = await deps.settings.read(accountId);
  const record = await deps.ledger.read(arn);
  const inputs = await readInputs(deps, record, settings);
  if (inputs === undefined) {
    const gone = (keys ?? [...record.entries.keys()].sort()).map((each) => ({
      key: each,
      value: null,
      origin: 'absent' as const,
      why: 'resource gone' as const,
      pending: null,
      contest: null,
      parents: [],
      chain: [],
    }));
    return { resource: arn, exists: false, keys: gone };
  }
  const now = isoTime(deps.clock());
  const look = {
    now,
    cause: { ...explainCause, eventTime: now },
    rival: null,
    reach: [],
    guard: deps.guard,
  };
  const maxTags = deps.cloud.maxTagsPerResource(type);
  const explained = explainKeys({ record, inputs, maxTags, look }, keys);
  const trace = createTracer(deps);
  return {
    resource: arn,
    exists: true,
    keys: await Promise.all(
      explained.map(async (each) => ({ ...each, chain: await trace(arn, each.key) })),
    ),
  };
};
