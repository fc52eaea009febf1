import { beforeEach, describe, expect, it } from 'vitest';
import { announcementKinds } from '../../src/announce/announcements.ts';
import { createAnnouncer } from '../../src/announce/announcer.ts';
import type { Bus, BusEvent } from '../../src/bus/bus.ts';
import { eventPatterns } from '../../src/clouds/event-patterns.ts';
import { readEvent } from '../../src/clouds/events.ts';
import { compilePattern } from '../../src/local/event-pattern.ts';

let published: (readonly BusEvent[])[];
let logged: object[];

beforeEach(() => {
  published = [];
  logged = [];
});

const announcerOf = (
  kinds: readonly (typeof announcementKinds)[number][],
  bus: Partial<Bus> = {},
) =>
  createAnnouncer({
    kinds: new Set(kinds),
    stage: 'team',
    bus: {
      publish: async (events) => {
        published.push(events);
      },
      ...bus,
    },
    clock: () => 0,
    log: { error: (message, fields) => logged.push({ message, ...fields }) },
  });

const ofKind = (kind: (typeof announcementKinds)[number]) => ({
  kind,
  accountId: '1000000000000001',
  facts: { resource: 'r' },
});

describe('announcements', () => {
  it('are put on the bus together, those that the stage wants', async () => {
    const announcer = announcerOf(['TagsChanged', 'JobEnded']);
    announcer.add([ofKind('TagsChanged'), ofKind('TagRefused')]);
    announcer.add([ofKind('JobEnded')]);

    await announcer.flush();
    await announcer.flush();

    const detail = {
      version: 1,
      stage: 'team',
      accountId: '1000000000000001',
      time: '1970-01-01T00:00:00.000Z',
      resource: 'r',
    };
    expect(published).toEqual([
      [
        { source: 'heirtag', detailType: 'Tags Changed', detail },
        { source: 'heirtag', detailType: 'Job Ended', detail },
      ],
    ]);
  });

  it('are lost with a word where the bus does not answer, and fail nothing', async () => {
    const error = new Error('no bus');
    const announcer = announcerOf(['TagsChanged'], { publish: () => Promise.reject(error) });
    announcer.add([ofKind('TagsChanged')]);

    await announcer.flush();

    expect(logged).toEqual([{ message: 'announcements are lost', count: 1, error }]);
  });

  it('lead to nothing of ours: no rule lets them through, and nobody reads them', async () => {
    const announcer = announcerOf(announcementKinds);
    const arn = 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1';
    announcer.add(
      announcementKinds.map((kind) => ({
        ...ofKind(kind),
        // Whatever they hold: even a record of the cloud's own.
        facts: { resource: arn, eventName: 'TagResources', serviceName: 'Ecs' },
      })),
    );
    await announcer.flush();
    const events = published
      .flat()
      .map(({ source, detailType, detail }) => ({ source, 'detail-type': detailType, detail }));

    const rules = eventPatterns().map(({ pattern }) => compilePattern(pattern));

    expect(events).toHaveLength(announcementKinds.length);
    for (const event of events) {
      expect(rules.some((matches) => matches(event))).toBe(false);
      expect(readEvent(event).kind).toBe('invalid');
    }
  });
});
