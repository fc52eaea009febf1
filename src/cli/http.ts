import { RetryableError, TerminalError } from '../model/errors.ts';

/** A call as it goes over the wire, but for who calls. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Encoded; begins with a slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

/** Headers of a call with what shows who calls. */
export type Authorize = (request: HttpRequest) => Promise<Readonly<Record<string, string>>>;

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
};

/** Longest wait for one answer. API Gateway gives up after 30 seconds; a plan on this machine may take longer. */
const timeoutSeconds = 120;

/** Why nothing came back: the system's own word for it, where there is one. */
const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown.name === 'TimeoutError') return `no answer in ${timeoutSeconds} seconds`;
  const { cause } = thrown;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? reasonOf(cause) : thrown.message;
};

/** Sends a call. @throws RetryableError `Unreachable` when no answer came */
export const sendHttp = async (endpoint: URL, request: HttpRequest): Promise<HttpAnswer> => {
  const { method, path, query, headers, body } = request;
  const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
  const url = `${endpoint.origin}${path}${search === '' ? '' : `?${search}`}`;
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    throw new RetryableError({
      code: 'Unreachable',
      message: `nothing answers at ${endpoint.origin} (${reasonOf(cause)}). Start a local runner with "heirtag start", or say where the API is with --endpoint or HEIRTAG_ENDPOINT.`,
      cause,
    });
  }
};

/** Statuses that are worth trying again. */
const isRetryable = (status: number): boolean => status === 429 || status >= 500;

/** What an answer that is no success says, as an error. */
export const failureOf = (
  status: number,
  told: { readonly code: string; readonly message: string; readonly requestId: string | undefined },
): RetryableError | TerminalError => {
  const { code, message, requestId } = told;
  const details = requestId === undefined ? { status } : { status, requestId };
  const info = { code, message, details };
  return isRetryable(status) ? new RetryableError(info) : new TerminalError(info);
};
