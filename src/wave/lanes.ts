import type { AccountRegion, ApiCall, Door, Pass, Rate, Turn, Urgency } from '../clouds/call.ts';
import { inChunks } from '../model/chunks.ts';
import type { After, Clock } from '../model/clock.ts';
import { CircuitOpenError, isThrottle, mayHaveHappened, ThrottledError } from '../model/errors.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { type Budget, createBudget } from './budget.ts';
import { createShare, type Share } from './share.ts';
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

/** What one API of one account and region is called through. */
type Lane = { readonly budget: Budget; readonly breaker: Breaker; readonly share: Share };

/** How long a call may wait for its turn. */
type Wait = { readonly urgency: Urgency; readonly until: number };

type Site = { readonly lanes: Map<string, Lane>; inside: number };

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
  const sites = new Map<string, Site>();

  const siteAt = ({ accountId, region }: AccountRegion): Site => {
    const name = JSON.stringify([accountId, region]);
    const site = sites.get(name) ?? { lanes: new Map(), inside: 0 };
    sites.set(name, site);
    return site;
  };

  const laneOf = ({ accountId, region, api }: ApiCall): Lane => {
    const { lanes } = siteAt({ accountId, region });
    const named = { accountId, region, api };
    const lane = lanes.get(api) ?? {
      budget: createBudget({ rate: rateOf(named), workers, clock, after }),
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
    if (late !== undefined) throw outOfBudget(call, budget.putOff(1));
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

  const door: Door = {
    enter: (at, count, urgency) => {
      const site = siteAt(at);
      const lanes = [...site.lanes.values()];
      const roomIn = ({ budget, share }: Lane): number =>
        Math.floor(budget.room() / share.callsPerItem());
      const room = Math.min(...lanes.map(roomIn)) - site.inside;
      const entered = urgency === 'live' ? count : Math.max(0, Math.min(count, room));
      site.inside += entered;
      return entered;
    },
    leave: (at, count) => {
      const site = siteAt(at);
      site.inside -= count;
      for (const { share } of site.lanes.values()) share.items(count);
    },
    turns: (at, count) => {
      const lanes = [...siteAt(at).lanes.values()];
      const most = lanes.map(({ budget, share }) => budget.burst() / share.callsPerItem());
      const turn = (size: number): Turn => {
        const waits = lanes.map(({ budget, share }) => budget.putOff(size * share.callsPerItem()));
        return { count: size, seconds: Math.max(0, ...waits) };
      };
      const size = Math.max(1, Math.floor(Math.min(count, ...most)));
      return inChunks(Array.from({ length: count }), size).map(({ length }) => turn(length));
    },
  };

  return { pass, door };
};
