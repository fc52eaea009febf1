import type { SendTogether } from '../model/shared-call.ts';
import type { Gather } from './wave.ts';

/**
 * Gathers what belongs to one account and region apart from the rest, so that nobody waits for the answers of
 * others.
 * @param siteOf names where an item belongs
 */
export const gatherBySite = <Item, Answer>(
  gather: Gather,
  siteOf: (item: Item) => string,
  send: SendTogether<Item, Answer>,
): ((item: Item) => Promise<Answer>) => {
  const asks = new Map<string, (item: Item) => Promise<Answer>>();
  return (item) => {
    const site = siteOf(item);
    const ask = asks.get(site) ?? gather(send);
    asks.set(site, ask);
    return ask(item);
  };
};
