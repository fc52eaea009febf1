import type { Random } from '../../../reliability/random.ts';
import { eventOfCall, type MadeCall, type Scope } from './call-record.ts';
import { tagChangesBy, tagNoticeOf } from './tag-notice.ts';

export type TrailOptions = {
  /** All tags that a resource has now. @param arn of a resource whose tags a call changed */
  readonly tagsOf: (arn: string) => Promise<ReadonlyMap<string, string>>;
  readonly now: () => string;
};

/** How events come, in no order: one in so many is lost, comes twice, or is late and waits for the next time. */
export type Weather = {
  readonly random: Random;
  readonly lostOneIn: number;
  readonly doubledOneIn: number;
  readonly lateOneIn: number;
};

/** AWS's ways of telling what was done, beside an emulator that tells nothing. */
export type Trail = {
  /** Tells a call that succeeded. */
  readonly tell: (call: MadeCall, scope: Scope) => Promise<void>;
  /** Takes the events that come now; each once and in the order of the calls, unless there is weather. */
  readonly take: (weather?: Weather) => readonly object[];
};

/** What comes of some events in some weather, and what waits. */
const blown = (events: readonly object[], weather: Weather) => {
  const { random, lostOneIn, doubledOneIn, lateOneIn } = weather;
  const coming: object[] = [];
  const late: object[] = [];
  for (const event of events) {
    if (random.isOneIn(lostOneIn)) continue;
    const copies = random.isOneIn(doubledOneIn) ? [event, event] : [event];
    (random.isOneIn(lateOneIn) ? late : coming).push(...copies);
  }
  return { coming: random.shuffled(coming), late };
};

/** Opens a trail. */
export const openTrail = ({ tagsOf, now }: TrailOptions): Trail => {
  let waiting: readonly object[] = [];
  let told = 0;

  const stamp = () => {
    told += 1;
    return { id: `e-${told}`, time: now() };
  };

  return {
    tell: async (call, scope) => {
      const events: object[] = [eventOfCall(call, scope, stamp())];
      for (const change of tagChangesBy(call, scope)) {
        const tags = await tagsOf(change.arn);
        events.push(tagNoticeOf(change, tags, { ...scope, ...stamp() }));
      }
      waiting = [...waiting, ...events];
    },
    take: (weather) => {
      const { coming, late } =
        weather === undefined ? { coming: waiting, late: [] } : blown(waiting, weather);
      waiting = late;
      return coming;
    },
  };
};
