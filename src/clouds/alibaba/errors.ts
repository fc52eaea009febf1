import {
  AccessDeniedError,
  type AccessScope,
  type ErrorInfo,
  NotFoundError,
  RetryableError,
  TerminalError,
  ThrottledError,
} from '../../model/errors.ts';
import type { CallProblem } from '../tag-way.ts';

/** What an error code of Alibaba Cloud means to us. */
export type CodeClass =
  /** Fewer calls are asked for. */
  | 'throttled'
  | 'retryable'
  /** The resource that was named does not exist: only these say so. */
  | 'gone'
  | 'quota full'
  | 'key refused'
  | 'access denied'
  /** What was asked can never be answered. */
  | 'terminal';

/** Codes of the products whose resources we read or tag. Source: the products' published API metadata. */
const codes: Readonly<Record<CodeClass, readonly string[]>> = {
  throttled: ['InnerRateLimiting', 'FlowControl', 'ONS_SYSTEM_FLOW_CONTROL'],
  retryable: [
    'InternalError',
    'INTERNAL.ERROR',
    'IncorrectStatus',
    'LocationServiceTimeout',
    'ONS.INTERNAL.ERROR',
    'OperationBusy',
    'OperationConflict',
    'OperationFailed.SystemBusy',
    'RemoteCallError',
    'ServiceUnavailable',
    'SignatureNonceUsed',
    'System.ServiceBusy',
    'SystemBusy',
  ],
  gone: [
    'BIZ.INSTANCE.NOT.FOUND',
    'BIZ_SUBSCRIPTION_NOT_FOUND',
    'BIZ_TOPIC_NOT_FOUND',
    'ErrorClusterNotFound',
    'Group.NotFound',
    'Instance.NotFound',
    'InvalidEcsId.NotFound',
    'InvalidEniId.NotFound',
    'InvalidInstanceIds.NotFound',
    'InvalidResourceId.NotFound',
    'ResourceNotExist',
    'ResourceNotFound.LoadBalancer',
    'ResourceNotFound.loadBalancer',
    'Topic.NotFound',
  ],
  'quota full': [
    'OperationDenied.QuotaExceed',
    'QuotaExceed.Tags',
    'QuotaExceed.TagsPerResource',
    'QuotaExceeded.TagNum',
    'QuotaLimitExceeds',
  ],
  'key refused': [
    'Duplicate.TagKey',
    'Forbidden.TagKey.Duplicated',
    'Forbidden.TagKeys',
    'InvalidParam.TagKey',
    'InvalidParam.TagKeyOrValue',
    'InvalidParam.TagValue',
    'InvalidParameter.TagKey',
    'InvalidParameter.TagValue',
    'InvalidTagKey',
    'InvalidTagKey.Malformed',
    'InvalidTagValue',
    'InvalidTagValue.Malformed',
    'NoPermission.SystemTag',
    'TagKey.Duplication',
  ],
  'access denied': [
    'AUTH_RESOURCE_OWNER_ERROR',
    'Forbidden',
    'Forbidden.NoPermission',
    'Forbidden.RAM',
    'Forbidden.SubUser',
    'NoPermission',
    'NoPermission.Operator',
    'NoPermission.Tag',
    'UnauthorizedRegion',
  ],
  terminal: [
    'DryRunOperation',
    'InvalidAccessKeyId.Inactive',
    'InvalidAccessKeyId.NotFound',
    'InvalidAction.NotFound',
    'InvalidInstanceType.NotFound',
    'InvalidRegion.NotFound',
    'InvalidRegionId.NotFound',
    'InvalidResourceType.NotFound',
    'InvalidStatus.NotFound',
    'InvalidTagScope.NotFound',
    'SignatureDoesNotMatch',
  ],
};

/** Families of codes, asked when a code itself is not listed. */
const families: readonly (readonly [RegExp, CodeClass])[] = [
  [/Throttling/, 'throttled'],
  // Fetched anew by whoever comes next.
  [/^InvalidSecurityToken\b/, 'retryable'],
  [
    /^(?:InvalidParam|InvalidParameter|MissingParam|MissingParameter|IllegalParam|NumberExceed)\b/,
    'terminal',
  ],
  [/^InvalidResourceARN\./, 'terminal'],
];

const isCodeClass = (name: string): name is CodeClass => Object.hasOwn(codes, name);

const classes: ReadonlyMap<string, CodeClass> = new Map(
  Object.keys(codes)
    .filter(isCodeClass)
    .flatMap((name) => codes[name].map((code) => [code, name] as const)),
);

/** What a code means; undefined for one that nobody knows here. */
export const classOf = (code: string): CodeClass | undefined =>
  classes.get(code) ?? families.find(([pattern]) => pattern.test(code))?.[1];

/** Codes that are about one region alone; others may be about one resource, and nobody says which. */
const scopeOf = (code: string): AccessScope =>
  code === 'UnauthorizedRegion' ? 'region' : 'resource';

/** What the cloud answered instead of doing what it was asked. */
export type ErrorAnswer = ErrorInfo & {
  readonly httpStatus: number;
  /** From its header, where there is one. Seconds. */
  readonly retryAfterSeconds?: number | undefined;
  /** It answers a request that was sent twice, the first time without an answer. */
  readonly isSecond?: boolean | undefined;
};

/**
 * True when a write that was answered so may have been carried out all the same: it was sent twice, or something on
 * the way, or the service itself, failed after it came.
 */
export const mayBeDone = ({ code, httpStatus, isSecond = false }: ErrorAnswer): boolean => {
  const isRefused = httpStatus >= 400 && httpStatus < 500;
  return isSecond || (!isRefused && (classOf(code) ?? 'retryable') === 'retryable');
};

/** What the cloud's error answers come to. */
export type Classify = (answer: ErrorAnswer) => CallProblem;

const failed = (error: unknown): CallProblem => ({ kind: 'failed', error });

/**
 * Opens what turns error answers into our classes. A code that nobody knows may pass: it is tried again.
 * @param onUnknown told of each of these codes
 */
export const createClassify =
  (onUnknown: (code: string) => void): Classify =>
  (answer) => {
    const { code, message, httpStatus } = answer;
    const known = classOf(code) ?? (httpStatus >= 500 ? 'retryable' : undefined);
    switch (known) {
      case 'quota full':
      case 'key refused':
        // What a second request was refused, the first may have been granted: asked again, it is told for sure.
        return answer.isSecond
          ? failed(new RetryableError(answer))
          : { kind: 'refused', refusal: { kind: known, code, message } };
      case 'throttled':
        return failed(new ThrottledError(answer));
      case 'gone':
        return failed(new NotFoundError(answer));
      case 'access denied':
        return failed(new AccessDeniedError({ ...answer, scope: scopeOf(code) }));
      case 'terminal':
        return failed(new TerminalError(answer));
      case 'retryable':
        return failed(new RetryableError(answer));
      case undefined:
        onUnknown(code);
        return failed(new RetryableError(answer));
    }
  };
