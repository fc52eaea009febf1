import { type ErrorInfo, RetryableError, TerminalError } from '../model/errors.ts';
import { isServerFault } from '../model/server-fault.ts';
import { thrownMessage } from '../model/thrown-message.ts';

const retryablePattern =
  /Throttl|RequestLimit|OverLimit|Timeout|ServiceUnavailable|InternalError|InternalFailure|ECONN|EPIPE|ETIMEDOUT/;

/**
 * Turns what the SQS and EventBridge clients throw into one of our classes: throttles, timeouts and
 * 5xx are retryable, everything else (no such queue, no permission) is terminal.
 * @param attempt what was tried, on what: "send 10 messages to https://…"
 */
export const awsError = (attempt: string, cause: unknown): RetryableError | TerminalError => {
  const name = cause instanceof Error ? cause.name : 'Unknown';
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : name;
  const text = thrownMessage(cause);
  const info: ErrorInfo = {
    code: `Aws.${code}`,
    message: `could not ${attempt}: ${code}: ${text}`,
    cause,
  };
  return isServerFault(cause) || retryablePattern.test(`${name} ${code}`)
    ? new RetryableError(info)
    : new TerminalError(info);
};
