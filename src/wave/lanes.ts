import {
  type AccountRegion,
  type ApiCall,
  type Door,
  nameOfSite,
  type Pass,
  type Rate,
  type Urgency,
} from '../clouds/call.ts';
import type { After, Clock } from '../model/clock.ts';
import { CircuitOpenError, isThrottle, mayHaveHappened, ThrottledError } from '../model/errors.ts';
import { createBreaker } from './breaker.ts';
import { createBudget } from './budget.ts';
import { createDoor, type Lane } from './door.ts';
import { createShare } from './share.ts';
import { withinDeadline } from './within-deadline.ts';

/** What the calls of a process go through. */
export type Lanes = {
  readonly pass: (urgency: Urgency) => Pass;
  readonly door: Door;
};

export type LanesOptions = {
  /** What a cloud allows of one of its APIs. */
  readonly rateOf: (call: AccountRegion & { readonly api: string }) => Rate;
  /** Processes that may be at work at once. */
  readonly workers: number;
  readonly clock: Clock;
  readonly after: After;
  /** Told of what an operator should know. */
  readonly onEvent: (event: LaneEvent) => void;
};

export type LaneEvent = AccountRegion & { readonly api: string } & (
    | { readonly kind: 'throttled' }
    /** No call is made for so many seconds, because of the last failure. */
    | { readonly kind: 'broken'; readonly failure: unknown; readonly seconds: number }
  );

/** Longest wait for a call's turn. Seconds: well below what an intent lasts. */
const patience = { live: 8, later: 2 } as const satisfies Record<Urgency, number>;

/** How long a call may wait for its turn. */
type Wait = { readonly urgency: Urgency; readonly until: number };

type Named = Pick<ApiCall, 'accountId' | 'region' | 'api' | 'what'>;

const outOfBudget = ({ what, accountId, region, api }: Named, seconds: number): ThrottledError =>
  new ThrottledError({
    code: 'ThrottledByBudget',
    message: `${what} has to wait: account ${accountId} has no call of ${api} left in ${region}`,
    retryAfterSeconds: seconds,
  });

const circuitOpen = ({ what, accountId, region, api }: Named, seconds: number): CircuitOpenError =>
  new CircuitOpenError({
    message: `${what} was not tried: calls of ${api} for account ${accountId} in ${region} fail, and rest`,
    retryAfterSeconds: seconds,
  });

/** Opens the lanes of a process. */
export const createLanes = (options: LanesOptions): Lanes => {
  const { rateOf, workers, clock, after, onEvent } = options;
  const sites = new Map<string, Map<string, Lane>>();

  const lanesAt = (at: AccountRegion): Map<string, Lane> => {
    const name = nameOfSite(at);
    const lanes = sites.get(name) ?? new Map<string, Lane>();
    sites.set(name, lanes);
    return lanes;
  };

  const laneOf = ({ accountId, region, api }: ApiCall): Lane => {
    const named = { accountId, region, api };
    const lanes = lanesAt(named);
    const rate = rateOf(named);
    const lane = lanes.get(api) ?? {
      rate,
      budget: createBudget({ rate, workers, clock, after }),
      breaker: createBreaker({
        clock,
        onOpen: (failure, seconds) => onEvent({ ...named, kind: 'broken', failure, seconds }),
      }),
      share: createShare(),
    };
    lanes.set(api, lane);
    return lane;
  };

  /** Waits until a call may be made. */
  const awaitTurn = async ({ budget, breaker, share }: Lane, call: ApiCall, wait: Wait) => {
    const rest = breaker.waitSeconds();
    if (rest > 0) throw circuitOpen(call, rest);
    const late = await budget.take(wait.urgency, (wait.until - clock()) / 1000);
    if (late !== undefined) throw outOfBudget(call, late);
    breaker.calling();
    share.call();
  };

  const pass =
    (urgency: Urgency): Pass =>
    async (call, send) => {
      const lane = laneOf(call);
      const until = clock() + patience[urgency] * 1000;
      for (;;) {
        await awaitTurn(lane, call, { urgency, until });
        const sentAt = clock();
        try {
          const answer = await withinDeadline(call, after, send);
          lane.budget.accepted();
          lane.breaker.answered();
          return answer;
        } catch (failure) {
          if (!isThrottle(failure)) {
            lane.breaker.failed(failure);
            throw failure;
          }
          lane.breaker.answered();
          onEvent({ ...call, kind: 'throttled' });
          const retryAfter =
            failure instanceof ThrottledError ? failure.retryAfterSeconds : undefined;
          lane.budget.refused(sentAt, retryAfter);
          if (mayHaveHappened(failure)) throw failure;
        }
      }
    };

  const door = createDoor((at) => [...lanesAt(at).values()]);

  return { pass, door };
};
