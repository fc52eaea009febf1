import { watchedCalls } from '../rules/catalogue.ts';
import { supportedRegions } from '../rules/regions.ts';
import { callEventTypes } from './trail-record.ts';

type Alternative = string | null | { readonly exists: false };

/** An EventBridge pattern: only calls of one product that a rule watches and that did not fail. */
export type EventPattern = {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: {
    readonly eventName: readonly string[];
    readonly acsRegion: readonly Alternative[];
    readonly errorCode: readonly Alternative[];
  };
};

export type NamedPattern = { readonly name: string; readonly pattern: EventPattern };

/**
 * The bus rules' patterns, one per product, derived from the catalogue: there is no second list.
 * @param regions ids of the regions to let through
 */
export const eventPatterns = (
  regions: readonly string[] = [...supportedRegions.keys()],
): readonly NamedPattern[] => {
  const byProduct = Map.groupBy(watchedCalls, (call) => call.split(':')[0] ?? '');
  return [...byProduct].map(([product, calls]) => ({
    name: product,
    pattern: {
      source: [`acs.${product}`],
      'detail-type': callEventTypes.map((type) => `${product}:ActionTrail:${type}`),
      detail: {
        eventName: calls.map((call) => call.slice(product.length + 1)),
        // Some calls name their region among the parameters only.
        acsRegion: [...regions, null, { exists: false }],
        errorCode: ['', null, { exists: false }],
      },
    },
  }));
};
