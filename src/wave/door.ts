import { type AccountRegion, type Door, nameOfSite, type Rate } from '../clouds/call.ts';
import type { Breaker } from './breaker.ts';
import type { Budget } from './budget.ts';
import type { Share } from './share.ts';

/** What one API of one account and region is called through. */
export type Lane = {
  /** What the cloud allows to all. */
  readonly rate: Rate;
  readonly budget: Budget;
  readonly breaker: Breaker;
  readonly share: Share;
};

/** Who is where. */
type Site = {
  /** Things that were let in and have not left. */
  inside: number;
  isOpen: boolean;
};

/** A door that closed opens when so much of what a pause makes room for is there: what comes together shares calls. */
const opensAt = 0.25;

/** What is kept out comes again after no longer than this, for want of another reason. Seconds. */
const longestApartSeconds = 10;

const leastOf = (lanes: readonly Lane[], amountIn: (lane: Lane) => number): number =>
  Math.floor(Math.min(...lanes.map((lane) => amountIn(lane) / lane.share.callsPerItem())));

/** Opens the door before the lanes of each account and region. */
export const createDoor = (lanesAt: (at: AccountRegion) => readonly Lane[]): Door => {
  const sites = new Map<string, Site>();

  const siteAt = (at: AccountRegion): Site => {
    const site = sites.get(nameOfSite(at)) ?? { inside: 0, isOpen: true };
    sites.set(nameOfSite(at), site);
    return site;
  };

  const room = (at: AccountRegion): number =>
    leastOf(lanesAt(at), ({ budget }) => budget.giveTurns()) - siteAt(at).inside;

  return {
    room,

    enter: (at, count, urgency) => {
      const site = siteAt(at);
      const lanes = lanesAt(at);
      const left = room(at);
      const wanted = leastOf(lanes, ({ budget }) => budget.burst() * opensAt);
      site.isOpen = left >= (site.isOpen ? 1 : Math.max(1, wanted));
      const most = site.isOpen ? Math.min(count, left) : 0;
      const entered = urgency === 'live' ? count : most;
      site.inside += entered;
      return entered;
    },

    leave: (at, count, done = count) => {
      siteAt(at).inside -= count;
      for (const { share } of lanesAt(at)) share.items(done);
    },

    roomAfterPause: (at) =>
      Math.max(
        1,
        leastOf(lanesAt(at), ({ budget }) => budget.burst()),
      ),

    // Half of the time in which a bucket fills.
    apartSeconds: (at) => {
      const fills = lanesAt(at).map(({ rate }) => rate.burst / rate.perSecond / 2);
      return Math.max(1, Math.min(longestApartSeconds, ...fills));
    },
  };
};
