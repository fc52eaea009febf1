import type { Bus, BusEvent } from '../bus/bus.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import type { Log } from '../model/telemetry.ts';
import {
  type Announcement,
  type AnnouncementKind,
  announcementSource,
  announcementVersion,
  detailTypes,
} from './announcements.ts';

/**
 * Announces what was done, after it was done. The history is the record: where a process dies between the
 * two, or the bus does not answer, an announcement is lost, and nothing else.
 */
export type Announcer = {
  /** Keeps what is wanted, until the next flush. */
  readonly add: (announcements: readonly Announcement[]) => void;
  /** Puts what was kept onto the bus; never throws. */
  readonly flush: () => Promise<void>;
};

/** For stages that announce nothing. */
export const silent: Announcer = { add: () => {}, flush: async () => {} };

export type AnnouncerDeps = {
  /** Kinds that the stage wants. */
  readonly kinds: ReadonlySet<AnnouncementKind>;
  readonly stage: string;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
};

/** Opens an announcer. */
export const createAnnouncer = ({ kinds, stage, bus, clock, log }: AnnouncerDeps): Announcer => {
  const kept: BusEvent[] = [];
  const eventOf = ({ kind, accountId, facts }: Announcement): BusEvent => ({
    source: announcementSource,
    detailType: detailTypes[kind],
    detail: { version: announcementVersion, stage, accountId, time: isoTime(clock()), ...facts },
  });
  return {
    add: (announcements) => {
      kept.push(...announcements.filter(({ kind }) => kinds.has(kind)).map(eventOf));
    },
    flush: async () => {
      const events = kept.splice(0);
      if (events.length === 0) return;
      try {
        await bus.publish(events);
      } catch (error) {
        log.error('announcements are lost', { count: events.length, error });
      }
    },
  };
};
