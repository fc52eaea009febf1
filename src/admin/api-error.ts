import { HeirtagError } from '../model/errors.ts';

/** An error answer: HTTP status, stable code, and a message that says what would be right. */
export type ApiError = {
  readonly status: 400 | 404 | 405 | 409 | 413 | 500 | 503;
  readonly code: string;
  readonly message: string;
};

/** Turns whatever was thrown into an answer; what was not foreseen shows nothing of its cause. */
export const apiErrorOf = (error: unknown): ApiError => {
  if (!(error instanceof HeirtagError)) {
    return {
      status: 500,
      code: 'InternalError',
      message: 'The service failed; the log has the cause under this request id.',
    };
  }
  const { code, message, kind } = error;
  switch (kind) {
    case 'invalid':
      return { status: code === 'RequestTooLarge' ? 413 : 400, code, message };
    case 'notFound':
      return { status: 404, code, message };
    case 'conflict':
      return { status: 409, code, message };
    case 'retryable':
      return { status: 503, code, message };
    case 'terminal':
      return { status: 500, code, message };
  }
};
