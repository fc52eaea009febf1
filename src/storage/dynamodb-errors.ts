import { ConflictError, type ErrorInfo, RetryableError, TerminalError } from '../model/errors.ts';
import { isServerFault } from '../model/server-fault.ts';
import { thrownMessage } from '../model/thrown-message.ts';

const retryableNames: ReadonlySet<string> = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? error.name;
};

/** True when a conditional write met another state than the one it expected. */
export const isConditionFailed = (error: unknown): boolean =>
  nameOf(error) === 'ConditionalCheckFailedException';

/**
 * Turns what the DynamoDB client throws into one of our classes: a failed condition is a conflict;
 * throttles, timeouts and 5xx are retryable; everything else (wrong table, no permission, item too
 * large) is terminal.
 * @param attempt what was tried, on what: "write the ledger record of arn:…"
 */
export const dynamoDbError = (
  attempt: string,
  cause: unknown,
): ConflictError | RetryableError | TerminalError => {
  const name = nameOf(cause);
  const text = thrownMessage(cause);
  const info: ErrorInfo = {
    code: `DynamoDb.${name}`,
    message: `could not ${attempt}: ${name}: ${text}`,
    cause,
  };
  if (isConditionFailed(cause)) return new ConflictError(info);
  return isServerFault(cause) || retryableNames.has(name)
    ? new RetryableError(info)
    : new TerminalError(info);
};
