import type { Bus } from '../../src/bus/bus.ts';
import { eventPatterns } from '../../src/clouds/event-patterns.ts';
import { compilePattern } from '../../src/local/event-pattern.ts';
import { sqsJson } from '../../src/queue/sqs-json.ts';

const matchers = eventPatterns().map(({ pattern }) => compilePattern(pattern));

export type VirtualBusOptions = {
  /** Stores an event that a rule of the bus lets through. */
  readonly deliver: (body: string) => void;
  readonly clock: () => number;
  /** Says of each event whether it is lost on its way. */
  readonly isLost: () => boolean;
};

/** A bus with the patterns of the real one. */
export const createVirtualBus = ({ deliver, clock, isLost }: VirtualBusOptions): Bus => {
  let published = 0;
  return {
    publish: async (events) => {
      for (const { source, detailType, detail } of events) {
        published += 1;
        const event = {
          version: '0',
          id: String(published),
          'detail-type': detailType,
          source,
          account: '000000000000',
          time: new Date(clock()).toISOString(),
          region: 'us-east-1',
          resources: [],
          detail,
        };
        if (matchers.some((matches) => matches(event)) && !isLost()) deliver(sqsJson(event));
      }
    },
  };
};
