import * as z from 'zod/mini';
import {
  AccessDeniedError,
  type AccessScope,
  type ErrorInfo,
  HeirtagError,
  NotFoundError,
  RetryableError,
  TerminalError,
  ThrottledError,
} from '../../../model/errors.ts';
import { cursorExpired } from '../../../model/page.ts';
import type { CallProblem } from '../../tag-way.ts';

/** What an error code of AWS means to us. */
export type CodeClass =
  /** Fewer calls are asked for. */
  | 'throttled'
  | 'retryable'
  /** The resource that was named does not exist: only these say so. */
  | 'gone'
  | 'quota full'
  | 'key refused'
  /** Something in the call is not as it must be: in a tag call that is a key or a value. */
  | 'parameter'
  | 'access denied'
  | 'cursor expired'
  /** What was asked can never be answered. */
  | 'terminal';

/** Codes as the services spell them; some put `Exception` or `Fault` behind. Source: the API references' "Errors" and "Common errors". */
const codes: Readonly<Record<CodeClass, readonly string[]>> = {
  throttled: [
    'BandwidthLimitExceeded',
    'EC2Throttled',
    'PriorRequestNotComplete',
    'RequestLimitExceeded',
    'RequestThrottled',
    'SlowDown',
    'Throttled',
    'Throttling',
    'TooManyRequests',
  ],
  retryable: [
    'ConcurrentModification',
    'ConcurrentTagAccess',
    'ExpiredToken',
    'IncorrectState',
    'InsufficientCapacity',
    'InternalError',
    'InternalFailure',
    'InternalServerError',
    'InternalService',
    'InvalidDBClusterState',
    'InvalidDBInstanceState',
    'InvalidDBSnapshotState',
    'OperationAborted',
    'RequestExpired',
    'RequestTimeout',
    'ResourceConflict',
    'ResourceContention',
    'ResourceInUse',
    'Server',
    'Service',
    'ServiceUnavailable',
    'Unavailable',
  ],
  gone: [
    'DBClusterNotFound',
    'DBClusterSnapshotNotFound',
    'DBInstanceNotFound',
    'DBSnapshotNotFound',
    'InvalidID',
    'LoadBalancerNotFound',
    'NatGatewayNotFound',
    'NotFound',
    'ResourceNotFound',
  ],
  'quota full': ['TagLimitExceeded', 'TooManyTags'],
  'key refused': [
    'DuplicateTagKeys',
    'InvalidTag',
    'InvalidTagKey.Malformed',
    'TagPolicyViolation',
  ],
  parameter: [
    'BadRequest',
    'InvalidParameter',
    'InvalidParameterValue',
    'Validation',
    'ValidationError',
  ],
  'access denied': [
    'AccessDenied',
    'AuthFailure',
    'Blocked',
    'CredentialsProviderError',
    'InvalidClientTokenId',
    'NotAuthorized',
    'OptInRequired',
    'PendingVerification',
    'UnauthorizedOperation',
    'UnrecognizedClient',
  ],
  'cursor expired': [
    'ExpiredNextToken',
    'InvalidMarker',
    'InvalidNextToken',
    'InvalidPaginationToken',
    'PaginationTokenExpired',
  ],
  terminal: [
    'DryRunOperation',
    'InvalidAction',
    'InvalidParameterCombination',
    'MissingParameter',
    'SignatureDoesNotMatch',
    'UnknownParameter',
    'UnsupportedOperation',
  ],
};

/** Families of codes, asked when a code itself is not listed: each EC2 type has codes of its own. */
const families: readonly (readonly [RegExp, CodeClass])[] = [
  [/Throttl/, 'throttled'],
  [/^Invalid(?!(?:Action|Subnet|Vpc)\b)[A-Za-z]+\.(?:NotFound|Malformed|Unavailable)$/, 'gone'],
];

const isCodeClass = (name: string): name is CodeClass => Object.hasOwn(codes, name);

const classes: ReadonlyMap<string, CodeClass> = new Map(
  Object.keys(codes)
    .filter(isCodeClass)
    .flatMap((name) => codes[name].map((code) => [code, name] as const)),
);

/** Without what some services put around it: `Client.RequestLimitExceeded`, `ThrottlingException`, `DBInstanceNotFoundFault`. */
const bareOf = (code: string): string =>
  code.replace(/^(?:Client|Server)\./, '').replace(/(?:Exception|Fault)$/, '');

/** What a code means; undefined for one that nobody knows here. */
export const classOf = (code: string): CodeClass | undefined =>
  classes.get(code) ??
  classes.get(bareOf(code)) ??
  families.find(([pattern]) => pattern.test(bareOf(code)))?.[1];

/** Some services have no code of their own for what is not there. */
const saysGone = /\bnot (?:be )?found\b|does not exist|doesn't exist/i;

/** What a failure means; undefined for one that nobody knows here. */
const classOfFailure = ({ code, message }: Failure): CodeClass | undefined => {
  const known = classOf(code);
  return known === 'parameter' && saysGone.test(message) ? 'gone' : known;
};

/** What AWS answered instead of doing what it was asked, or why it did not answer. */
export type Failure = {
  readonly code: string;
  readonly message: string;
  /** Undefined where nobody answered. */
  readonly httpStatus: number | undefined;
  /** When to come again, where the answer says so. */
  readonly retryAfterSeconds: number | undefined;
};

/** An answer that the SDK made an error of, which carries it where it is not printed. */
const answered = z.object({ $response: z.object({ headers: z.record(z.string(), z.unknown()) }) });

/** Seconds, or a date, which counts from the answer's own. */
const retryAfterOf = (error: Error): number | undefined => {
  const headers = answered.safeParse(error).data?.$response.headers ?? {};
  const { 'retry-after': said, date } = headers;
  if (typeof said !== 'string' || said.trim() === '') return undefined;
  const seconds = Number(said);
  const left = Number.isNaN(seconds)
    ? (Date.parse(said) - Date.parse(String(date))) / 1000
    : seconds;
  return left > 0 && Number.isFinite(left) ? left : undefined;
};

const statusOf = (error: object): number | undefined => {
  if (!('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) {
    return undefined;
  }
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};

/** Reads what a client of the SDK throws: an answer of AWS, or a failure of the connection. */
export const failureOf = (thrown: unknown): Failure => {
  if (!(thrown instanceof Error)) {
    const nothing = { httpStatus: undefined, retryAfterSeconds: undefined };
    return { code: 'Unknown', message: String(thrown), ...nothing };
  }
  const { name, message } = thrown;
  const httpStatus = statusOf(thrown);
  const isSystem = httpStatus === undefined && 'code' in thrown && typeof thrown.code === 'string';
  const code = isSystem ? String(thrown.code) : name;
  return { code, message, httpStatus, retryAfterSeconds: retryAfterOf(thrown) };
};

/** Nobody answered, or the answer was none: the call may still have been carried out. */
const isWithoutAnswer = ({ httpStatus }: Failure): boolean =>
  httpStatus === undefined || httpStatus < 300 || httpStatus >= 500;

/** Which accounts, regions or resources a denial is about. */
const scopeOf = (code: string): AccessScope => {
  switch (bareOf(code)) {
    case 'OptInRequired':
    case 'AuthFailure':
    case 'InvalidClientTokenId':
    case 'UnrecognizedClient':
      return 'region';
    case 'Blocked':
    case 'CredentialsProviderError':
    case 'PendingVerification':
      return 'account';
    default:
      return 'resource';
  }
};

/** What was tried, for errors. */
export type Attempt = {
  /** In plain words: "describing vol-1". */
  readonly what: string;
  /** True where it may have changed something. */
  readonly isWrite: boolean;
  /** True where it went on with a listing. */
  readonly hasCursor?: boolean;
};

/** Turns failures into our classes. */
export type Classify = (thrown: unknown, attempt: Attempt) => CallProblem;

const failed = (error: unknown): CallProblem => ({ kind: 'failed', error });

/**
 * Opens what turns failures into our classes. A code that nobody knows may pass: it is tried again.
 * @param onUnknown told of each of these codes
 */
export const createClassify = (onUnknown: (code: string) => void): Classify => {
  const errorOf = (failure: Failure, attempt: Attempt, info: ErrorInfo): HeirtagError => {
    const { code, retryAfterSeconds } = failure;
    switch (classOfFailure(failure)) {
      case 'throttled':
        return new ThrottledError({ ...info, retryAfterSeconds });
      case 'gone':
        return new NotFoundError(info);
      case 'access denied':
        return new AccessDeniedError({ ...info, scope: scopeOf(code) });
      case 'cursor expired':
        return attempt.hasCursor === true
          ? cursorExpired(attempt.what, info.cause)
          : new TerminalError(info);
      case 'terminal':
      case 'parameter':
      case 'quota full':
      case 'key refused':
        return new TerminalError(info);
      case 'retryable':
        return new RetryableError(info);
      case undefined:
        if (!isWithoutAnswer(failure)) onUnknown(code);
        return new RetryableError(info);
    }
  };

  return (thrown, attempt) => {
    if (thrown instanceof HeirtagError) return failed(thrown);
    const failure = failureOf(thrown);
    const { code, message } = failure;
    const known = classOfFailure(failure);
    const told = `${attempt.what} answered ${code}: ${message}`;
    if (attempt.isWrite && (known === 'quota full' || known === 'key refused')) {
      return { kind: 'refused', refusal: { kind: known, code, message: told } };
    }
    if (attempt.isWrite && known === 'parameter') {
      return { kind: 'refused', refusal: { kind: 'key refused', code, message: told } };
    }
    const isUnsure = (known === undefined || known === 'retryable') && isWithoutAnswer(failure);
    const details = attempt.isWrite && isUnsure ? { mayHaveHappened: true } : {};
    return failed(errorOf(failure, attempt, { code, message: told, details, cause: thrown }));
  };
};
