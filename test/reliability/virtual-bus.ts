import type { Bus } from '../../src/bus/bus.ts';
import { eventPatterns, simulatedCallers } from '../../src/clouds/event-patterns.ts';
import { compilePattern } from '../../src/local/event-pattern.ts';
import { sqsJson } from '../../src/queue/sqs-json.ts';

/** Our own tag calls come back as events, or the bus keeps them out, as it does where it can tell them. */
export type Echo = 'kept out' | 'comes';

const matchersFor = (ownCallers: readonly string[]) =>
  eventPatterns(undefined, ownCallers).map(({ pattern }) => compilePattern(pattern));

export type VirtualBusOptions = {
  readonly echo: Echo;
  /** Who can only be this service, as audit trails name them; those of simulated clouds unless given. */
  readonly ownCallers?: readonly string[];
  /** Stores an event that a rule of the bus lets through. */
  readonly deliver: (body: string) => void;
  readonly clock: () => number;
  /** Says of each event whether it is lost on its way. */
  readonly isLost: () => boolean;
};

/** A bus, on which a cloud may put events of its own. */
export type VirtualBus = Bus & { readonly put: (event: object) => void };

/** A bus with the patterns of the real one. */
export const createVirtualBus = ({
  echo,
  ownCallers = simulatedCallers,
  deliver,
  clock,
  isLost,
}: VirtualBusOptions): VirtualBus => {
  const matchers = matchersFor(echo === 'comes' ? [] : ownCallers);
  let published = 0;
  const put = (event: object): void => {
    if (matchers.some((matches) => matches(event)) && !isLost()) deliver(sqsJson(event));
  };
  return {
    put,
    publish: async (events) => {
      for (const { source, detailType, detail } of events) {
        published += 1;
        put({
          version: '0',
          id: String(published),
          'detail-type': detailType,
          source,
          account: '000000000000',
          time: new Date(clock()).toISOString(),
          region: 'us-east-1',
          resources: [],
          detail,
        });
      }
    },
  };
};
