import type { Caller, CloudApiError, SimulatedCloud } from './simulator.ts';

/** A parameter put together from its flat names: a text, a list, or an object. */
export type WireParameter =
  | string
  | readonly WireParameter[]
  | { readonly [name: string]: WireParameter };

/** What is known of a request before its signature is looked at. */
export type WireHead = {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** As the client wrote it; may name product and region. */
  readonly host: string;
  /** Version of the API that is called. */
  readonly version: string;
};

/** A call as the cloud's own clients send it, who sent it being known. */
export type WireCall = WireHead & {
  /** The operation by its name; empty where method and path say it. */
  readonly action: string;
  /** Of query and form. */
  readonly parameters: { readonly [name: string]: WireParameter };
  /** The body where it is JSON; undefined otherwise. */
  readonly json: unknown;
  readonly accountId: string;
  readonly accessKeyId: string;
  /** Whom the audit trail names. */
  readonly caller: Caller;
  readonly mayWrite: boolean;
};

/** An answer as the cloud's own clients expect it. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The connection breaks instead: the call was done, and nobody is told. */
  readonly isLost?: boolean;
};

/** What a test has a call meet. */
export type Disturbance =
  /** Nothing is done. */
  | {
      readonly kind: 'refuse';
      readonly httpStatus: number;
      readonly code: string;
      readonly message?: string;
      readonly retryAfterMs?: number;
    }
  /** Who calls has no permission: some lists are empty then, and all else is refused. */
  | { readonly kind: 'forbid' }
  /** Nothing is done, and something answers that is not the cloud: a gateway's page. */
  | {
      readonly kind: 'instead';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    }
  /** It is done, and the connection breaks before the answer. */
  | { readonly kind: 'loseAnswer' }
  /** It is done, and something else is told. */
  | {
      readonly kind: 'tell';
      readonly change: (
        result: Readonly<Record<string, unknown>>,
      ) => Readonly<Record<string, unknown>>;
    };

/** A call as a test sees it. */
export type DisturbedCall = {
  readonly product: string;
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type WireDeps = {
  readonly simulator: Pick<SimulatedCloud, 'call'>;
  /** Asked before each call; nothing happens to it unless it says so. Waiting delays the call. */
  readonly disturb?: (
    call: DisturbedCall,
  ) => Disturbance | undefined | Promise<Disturbance | undefined>;
};

/** A simulated cloud as its own clients call it, over HTTP. Whoever serves it knows who calls. */
export type Wire = {
  /** True for the versions of APIs that it speaks. */
  readonly speaks: (version: string) => boolean;
  readonly answer: (call: WireCall) => Promise<WireAnswer>;
  /** Tells a failure as the called product tells it. */
  readonly refuse: (
    head: WireHead,
    error: Pick<CloudApiError, 'httpStatus' | 'code' | 'message'> & {
      readonly retryAfterMs?: number | undefined;
    },
  ) => WireAnswer;
};

/** How a simulated cloud's wire is opened. */
export type WireOpener = (deps: WireDeps) => Wire;
