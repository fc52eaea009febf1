import './schema-messages.ts';

/**
 * The five classes of failure. They are made at the edge (one file per vendor turns its codes into
 * these) and decided on in one place, the worker.
 */
export type ErrorKind = 'invalid' | 'terminal' | 'retryable' | 'conflict' | 'notFound';

export type ErrorInfo = {
  /** Stable, for programs: `InvalidParameter.Status`, `Throttling.User`, … */
  readonly code: string;
  /** What was attempted, on what, what came back, with the offending value. */
  readonly message: string;
  /** Facts for the log; never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
};

/** Base of every error this project throws on purpose. */
export abstract class HeirtagError extends Error {
  abstract readonly kind: ErrorKind;
  /** Written out in each class, because minifying renames classes. */
  abstract override readonly name: string;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(info: ErrorInfo) {
    super(info.message, info.cause === undefined ? undefined : { cause: info.cause });
    this.code = info.code;
    this.details = info.details ?? {};
  }
}

/** Thrown when input can never succeed as it is; never retried. */
export class InvalidInputError extends HeirtagError {
  override readonly name = 'InvalidInputError';
  readonly kind = 'invalid';
}

/** Thrown when a call cannot succeed until something else changes (quota, permission); recorded. */
export class TerminalError extends HeirtagError {
  override readonly name: string = 'TerminalError';
  readonly kind = 'terminal';
}

/** What somebody may not call: for one resource, in one region of an account, or in all of it. */
export type AccessScope = 'resource' | 'region' | 'account';

/** Thrown when a cloud does not let us call. */
export class AccessDeniedError extends TerminalError {
  override readonly name = 'AccessDeniedError';
  readonly scope: AccessScope;

  constructor(info: ErrorInfo & { readonly scope: AccessScope }) {
    super(info);
    this.scope = info.scope;
  }
}

/** Thrown when the same call may succeed later: throttled, timed out, 5xx, not visible yet. */
export class RetryableError extends HeirtagError {
  override readonly name: string = 'RetryableError';
  readonly kind = 'retryable';
}

/** Nobody is waited for longer because of what one answer says: as long as SQS can delay a message. Seconds. */
const longestRetryAfterSeconds = 900;

/** Thrown when somebody asks for fewer calls; nothing else is wrong. */
export class ThrottledError extends RetryableError {
  override readonly name = 'ThrottledError';
  /** When to come again at the earliest, if that was said. Seconds, at most 900. */
  readonly retryAfterSeconds: number | undefined;

  constructor(info: ErrorInfo & { readonly retryAfterSeconds?: number | undefined }) {
    super(info);
    const { retryAfterSeconds: said } = info;
    this.retryAfterSeconds = said === undefined ? said : Math.min(said, longestRetryAfterSeconds);
  }
}

/** Thrown when someone else wrote meanwhile; observe again, then decide anew. */
export class ConflictError extends HeirtagError {
  override readonly name = 'ConflictError';
  readonly kind = 'conflict';
}

/** Thrown when what a call names does not exist. */
export class NotFoundError extends HeirtagError {
  override readonly name = 'NotFoundError';
  readonly kind = 'notFound';
}

/** True unless it is sure that the call which failed with this did nothing, and never will. */
export const mayHaveHappened = (failure: unknown): boolean =>
  !(failure instanceof HeirtagError) || failure.details.mayHaveHappened === true;

/** True when somebody asked for fewer calls: then more of them do harm, and nothing else is wrong. */
export const isThrottle = (failure: unknown): boolean =>
  failure instanceof ThrottledError ||
  (failure instanceof RetryableError &&
    /Throttl|RequestLimit|OverLimit|TooManyRequests|ThroughputExceeded|SlowDown/i.test(
      failure.code,
    ));

/** Code of the error about a call that nobody answered in time. */
export const noAnswerCode = 'NoAnswer';

/** True when nobody answered properly, whatever was asked. */
export const isUnreachable = (failure: unknown): boolean =>
  failure instanceof RetryableError &&
  !isThrottle(failure) &&
  (failure.code === noAnswerCode ||
    /Timeout|TimedOut|ECONN|ENOTFOUND|EPIPE|Unavailable|Internal/i.test(failure.code));

/** Thrown when a call was not made because those before it failed: it would fail, too. */
export class CircuitOpenError extends RetryableError {
  override readonly name = 'CircuitOpenError';
  /** When calls are tried again at the earliest. Seconds. */
  readonly retryAfterSeconds: number;

  constructor(info: Omit<ErrorInfo, 'code'> & { readonly retryAfterSeconds: number }) {
    super({ ...info, code: 'CircuitOpen' });
    this.retryAfterSeconds = info.retryAfterSeconds;
  }
}
