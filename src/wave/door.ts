import { type AccountRegion, type Door, nameOfSite, type Rate, type Turn } from '../clouds/call.ts';
import { inChunks } from '../model/chunks.ts';
import type { Clock } from '../model/clock.ts';
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

/** What is put off comes again in groups, so far apart. Seconds. */
const longestGroupSeconds = 10;

const leastOf = (lanes: readonly Lane[], amountIn: (lane: Lane) => number): number =>
  Math.floor(Math.min(...lanes.map((lane) => amountIn(lane) / lane.share.callsPerItem())));

/** How far apart groups come again: half of the time in which a bucket fills, so that no call is lost. */
const secondsBetween = (lanes: readonly Lane[]): number => {
  const fills = lanes.map(({ rate }) => rate.burst / rate.perSecond / 2);
  return Math.max(1, Math.min(longestGroupSeconds, ...fills));
};

/** Opens the door before the lanes of each account and region. */
export const createDoor = (lanesAt: (at: AccountRegion) => readonly Lane[], clock: Clock): Door => {
  const sites = new Map<string, Site>();

  const siteAt = (at: AccountRegion): Site => {
    const site = sites.get(nameOfSite(at)) ?? { inside: 0, isOpen: true };
    sites.set(nameOfSite(at), site);
    return site;
  };

  /** The first time at which a group comes again after so many seconds; by the clock, so that those of all messages meet. */
  const withGroup = (seconds: number, lanes: readonly Lane[]): number => {
    const between = secondsBetween(lanes);
    const now = clock() / 1000;
    return Math.ceil((now + seconds) / between) * between - now;
  };

  return {
    enter: (at, count, urgency) => {
      const site = siteAt(at);
      const lanes = lanesAt(at);
      const room = leastOf(lanes, ({ budget }) => budget.room()) - site.inside;
      const wanted = leastOf(lanes, ({ budget }) => budget.burst() * opensAt);
      site.isOpen = room >= (site.isOpen ? 1 : Math.max(1, wanted));
      const most = site.isOpen ? Math.min(count, room) : 0;
      const entered = urgency === 'live' ? count : most;
      site.inside += entered;
      return entered;
    },

    leave: (at, count) => {
      siteAt(at).inside -= count;
      for (const { share } of lanesAt(at)) share.items(count);
    },

    turns: (at, count) => {
      const lanes = lanesAt(at);
      const turnOf = (size: number): Turn => {
        const waits = lanes.map(({ budget, share }) => budget.putOff(size * share.callsPerItem()));
        return { count: size, seconds: withGroup(Math.max(0, ...waits), lanes) };
      };
      const most = leastOf(lanes, ({ budget }) => budget.burst());
      const size = Math.max(1, Math.min(count, most));
      return inChunks(Array.from({ length: count }), size).map(({ length }) => turnOf(length));
    },
  };
};
