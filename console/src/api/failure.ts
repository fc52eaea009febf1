import { thrownMessage } from '../../../src/model/thrown-message.ts';

/** A call that was not done, as the API tells it. */
export class ApiFailure extends Error {
  /** Stable, for programs: `PreconditionFailed`. */
  readonly code: string;
  /** HTTP status; 0 when nothing answered. */
  readonly status: number;
  /** As in the logs; null when nothing answered. */
  readonly requestId: string | null;
  /** Method and path. */
  readonly call: string;

  constructor(message: string, facts: Pick<ApiFailure, 'code' | 'status' | 'requestId' | 'call'>) {
    super(message);
    this.name = 'ApiFailure';
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.call = facts.call;
  }
}

const textIn = (body: unknown, field: string): string | undefined => {
  if (typeof body !== 'object' || body === null || !(field in body)) return undefined;
  const value: unknown = Reflect.get(body, field);
  return typeof value === 'string' ? value : undefined;
};

const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
};

/** Reads a refusal; what comes from before the API, as of a gateway, has another form. */
export const failureOf = async (request: Request, response: Response): Promise<ApiFailure> => {
  const body = await jsonOf(response);
  const message = textIn(body, 'message') ?? textIn(body, 'Message');
  return new ApiFailure(message ?? `the server answered ${response.status}`, {
    code: textIn(body, 'code') ?? textIn(body, 'Code') ?? `Http${response.status}`,
    status: response.status,
    requestId: textIn(body, 'requestId') ?? response.headers.get('x-request-id'),
    call: `${request.method} ${new URL(request.url).pathname}`,
  });
};

/** Nothing answered. */
export const unreachable = (request: Request, cause: unknown): ApiFailure =>
  new ApiFailure(`nothing answers: ${thrownMessage(cause)}. Is the server running?`, {
    code: 'Unreachable',
    status: 0,
    requestId: null,
    call: `${request.method} ${new URL(request.url).pathname}`,
  });

/** True when the same call may succeed a little later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiFailure &&
  (error.status === 0 || error.status === 503 || error.status === 429);
