import { watchedCalls } from '../catalogue.ts';
import { supportedRegions } from '../regions.ts';

type Alternative =
  | string
  | null
  | { readonly exists: boolean }
  | { readonly 'anything-but': readonly string[] };

/** Who called; left out where no caller is kept out. */
type CallerPattern = {
  readonly userIdentity?: { readonly userName: readonly Alternative[] };
};

/** Fields of a record that travels as itself, and of a CloudEvent that holds one. */
type DetailPattern =
  | (CallerPattern & {
      readonly eventName: readonly string[];
      readonly acsRegion: readonly Alternative[];
      readonly errorCode: readonly Alternative[];
    })
  | {
      readonly specversion: readonly Alternative[];
      readonly data: CallerPattern & { readonly eventName: readonly Alternative[] };
    };

/** An EventBridge pattern: only calls of one product that a rule watches and that did not fail. */
export type EventPattern = {
  readonly source: readonly string[];
  readonly 'detail-type': readonly { readonly prefix: string }[];
  readonly detail: { readonly $or: readonly DetailPattern[] };
};

/** Keeps out calls of these; a caller whose name stands elsewhere is let through, and left aside later. */
const callersBut = (names: readonly string[]): CallerPattern =>
  names.length === 0
    ? {}
    : { userIdentity: { userName: [{ 'anything-but': names }, null, { exists: false }] } };

/**
 * The bus rules' patterns, one per product, derived from the catalogue: there is no second list. What
 * the reader reads they let through: any type of event, for the call decides; and CloudEvents as they
 * are, in which the record may be a text that no pattern looks into.
 * @param regions ids of the regions to let through
 * @param ownCallers who can only be this service: what they did is kept out, see
 * docs/decisions/0035-whoever-changes-tags-sends-heirs-on.md
 */
export const eventPatterns = (
  regions: readonly string[] = [...supportedRegions.keys()],
  ownCallers: readonly string[] = [],
): readonly { readonly name: string; readonly pattern: EventPattern }[] => {
  const caller = callersBut(ownCallers);
  const byProduct = Map.groupBy(watchedCalls, (call) => call.split(':')[0] ?? '');
  return [...byProduct].map(([product, calls]) => {
    const eventName = calls.map((call) => call.slice(product.length + 1));
    return {
      name: product,
      pattern: {
        source: [`acs.${product}`],
        'detail-type': [{ prefix: `${product}:ActionTrail:` }],
        detail: {
          $or: [
            {
              eventName,
              // Some calls name their region among the parameters only.
              acsRegion: [...regions, '', null, { exists: false }],
              errorCode: ['', null, { exists: false }],
              ...caller,
            },
            {
              specversion: [{ exists: true }],
              data: { eventName: [...eventName, { exists: false }], ...caller },
            },
          ],
        },
      },
    };
  });
};
