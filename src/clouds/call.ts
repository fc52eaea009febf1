import { type Arn, parseArn } from './arn.ts';

/** Where a cloud counts calls and says who may call. */
export type AccountRegion = { readonly accountId: string; readonly region: string };

/** Where a resource is. */
export const siteOf = (arn: Arn): AccountRegion => {
  const { accountId, region } = parseArn(arn);
  return { accountId, region };
};

/** Equal for equal ones. */
export const nameOfSite = ({ accountId, region }: AccountRegion): string =>
  `${accountId} ${region}`;

/**
 * Which calls go first where there are not enough for all: `live` is an event that has just come; `later` what
 * was put off, what a change of many heirs leads to, and jobs.
 */
export type Urgency = 'live' | 'later';

/** What a cloud allows of one API, for each account and region. */
export type Rate = {
  /** Calls a second. */
  readonly perSecond: number;
  /** Calls that may be made at once after a while without any: the size of the cloud's token bucket. */
  readonly burst: number;
};

/** Where a cloud says nothing of its limits: more than anybody can call. */
export const unlimited: Rate = { perSecond: 1_000_000, burst: 1_000_000 };

/** One call of a cloud's own API. */
export type ApiCall = AccountRegion & {
  /** The cloud's name of what is called, as it counts calls: `TagResources`, `DescribeDisks`, … */
  readonly api: string;
  /** In plain words, for errors: "describing d-1". */
  readonly what: string;
  /** The longest it may take. Seconds. */
  readonly seconds: number;
  /** It may still be done when nobody waits for its answer any more. */
  readonly mayArriveLate: boolean;
};

/** How a simulated cloud limits calls of its APIs, in each account and region. */
export type CallLimits = {
  /** What it allows of each API. */
  readonly rate: Rate;
  /** Takes a call. @throws the cloud's own error when there were too many */
  readonly admit: (call: AccountRegion & Pick<ApiCall, 'api'>) => Promise<void>;
};

export const noLimits: CallLimits = { rate: unlimited, admit: async () => {} };

/**
 * Lets one call of a cloud's own API through, when its account, region and API allow it.
 * @param send makes the call; it gives up when the signal is aborted. Called again after a throttle
 * @throws ThrottledError when that takes too long, or the cloud asks for a longer pause
 * @throws RetryableError `NoAnswer`, `CircuitOpen`
 */
export type Pass = <T>(call: ApiCall, send: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Keeps work out for which there are no calls left, before anything is done for it. */
export type Door = {
  /**
   * Lets in as many as there are calls for; all of them when it is urgent. Whoever was let in leaves again.
   * @returns how many
   */
  readonly enter: (at: AccountRegion, count: number, urgency: Urgency) => number;
  /** @param done so many of them, for which there were calls enough; all unless given */
  readonly leave: (at: AccountRegion, count: number, done?: number) => void;
  /** How many more of those that are in no hurry there are calls for. */
  readonly room: (at: AccountRegion) => number;
  /** For how many a pause makes room, at the most. */
  readonly roomAfterPause: (at: AccountRegion) => number;
  /** How far apart what it keeps out may come again, so that no call is lost meanwhile. */
  readonly apartSeconds: (at: AccountRegion) => number;
};
