import { HeirtagError } from '../model/errors.ts';

/** An error answer: HTTP status, stable code, and a message that says what would be right. */
export type ApiError = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
};

const internalError: ApiError = {
  status: 500,
  code: 'InternalError',
  message: 'The service failed; the log has the cause under this request id.',
};

/** Codes of wrong input that HTTP has a status of its own for; all others are 400. */
const statusByCode: Readonly<Record<string, number>> = {
  CloudNotConfigured: 409,
  ForStage: 403,
  'InvalidRule.Existed': 409,
  JobEnded: 409,
  JobRunning: 409,
  PreconditionFailed: 412,
  RequestTooLarge: 413,
  Unauthorized: 401,
};

/**
 * Turns whatever was thrown into an answer. Only what the caller did wrong is told as it is; failures
 * of ours would show names of tables, queues and hosts.
 */
export const apiErrorOf = (error: unknown): ApiError => {
  if (!(error instanceof HeirtagError)) return internalError;
  const { code, message, kind } = error;
  switch (kind) {
    case 'invalid':
      return { status: statusByCode[code] ?? 400, code, message };
    case 'notFound':
      return { status: 404, code, message };
    case 'conflict':
      return {
        status: 409,
        code: 'ConflictingWrite',
        message: 'Others kept changing the same thing meanwhile; nothing was changed. Try again.',
      };
    case 'retryable':
      return {
        status: 503,
        code: 'ServiceUnavailable',
        message:
          'The service cannot answer now; try again. The log has the cause under this request id.',
      };
    case 'terminal':
      return internalError;
  }
};
