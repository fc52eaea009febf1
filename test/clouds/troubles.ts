/** What a call meets at its cloud's wire, before anything is done. */
export type Trouble =
  | 'throttled'
  | 'denied'
  /** It is never answered. */
  | 'hanging'
  | 'unknown code'
  | 'cursor expired'
  /** What is there is not shown, and nothing says why. */
  | 'hidden';

/** A call as it comes to the wire. */
export type WiredCall = { readonly region: string; readonly operation: string };

/** Calls that write tags, whichever cloud's. */
const tagCalls = new Set(['CreateTags', 'DeleteTags', 'TagResources', 'UntagResources']);

/** Which calls meet a trouble. */
export type Which = {
  readonly region?: string;
  /** Only calls that write tags. */
  readonly isTagCall?: boolean;
};

/** What the calls of one cloud meet. */
export type Troubles = {
  /** Asked at the wire, once for each call. */
  readonly meets: (call: WiredCall) => Trouble | undefined;
  /** The first of these calls meets it, and none after. */
  readonly next: (trouble: Trouble, which?: Which) => void;
  /** All of these calls meet it from now on. */
  readonly all: (trouble: Trouble, which?: Which) => void;
  /** No call meets anything any more. */
  readonly end: () => void;
  /** Waits for ever, and is counted. */
  readonly hang: () => Promise<never>;
  /** Calls that hang, or did. */
  readonly hung: () => number;
  /** True while calls are to meet it. */
  readonly isArmed: (trouble: Trouble) => boolean;
};

export const createTroubles = (): Troubles => {
  let armed:
    | { readonly trouble: Trouble; readonly which: Which; readonly isOnce: boolean }
    | undefined;
  let hung = 0;

  const isMeant = ({ region, isTagCall = false }: Which, call: WiredCall): boolean =>
    (region === undefined || region === call.region) &&
    (!isTagCall || tagCalls.has(call.operation));

  return {
    meets: (call) => {
      if (armed === undefined || !isMeant(armed.which, call)) return undefined;
      const { trouble, isOnce } = armed;
      if (isOnce) armed = undefined;
      return trouble;
    },
    next: (trouble, which = {}) => {
      armed = { trouble, which, isOnce: true };
    },
    all: (trouble, which = {}) => {
      armed = { trouble, which, isOnce: false };
    },
    end: () => {
      armed = undefined;
    },
    hang: () => {
      hung += 1;
      return new Promise(() => {});
    },
    hung: () => hung,
    isArmed: (trouble) => armed?.trouble === trouble,
  };
};
