import { CloudApiError } from '../clouds/simulator.ts';
import { HeirtagError } from '../model/errors.ts';
import { TagApiError } from './tag-api-error.ts';

/** Codes that the API answers with another status than 400. */
const statusByCode: Readonly<Record<string, number>> = {
  CloudNotConfigured: 409,
  'InvalidParameter.TagKey': 403,
  RequestTooLarge: 413,
};

/** The API's own first words of some codes; what is wrong follows. */
const textByCode: Readonly<Record<string, string>> = {
  'InvalidParameter.TagKey': 'The Tag.N.Key parameter  is invalid. ',
};

const internalError = new TagApiError(
  500,
  'InternalError',
  'The request processing has failed due to some unknown error. The log has the cause under this request id.',
);

const unavailable = new TagApiError(
  503,
  'ServiceUnavailable',
  'The request has failed due to a temporary failure of the server. Try again.',
);

/**
 * Turns whatever was thrown into an answer of the API. Only what the caller did wrong is told as it
 * is; failures of ours would show names of tables and hosts.
 * @param codes of the use cases that the action spells differently
 */
export const refusalOf = (
  error: unknown,
  codes: Readonly<Record<string, string>> = {},
): TagApiError => {
  if (error instanceof TagApiError) return error;
  if (error instanceof CloudApiError) {
    return new TagApiError(error.httpStatus, error.code, error.message);
  }
  if (!(error instanceof HeirtagError)) return internalError;
  switch (error.kind) {
    case 'invalid':
    case 'notFound': {
      const code = codes[error.code] ?? error.code;
      const text = `${textByCode[code] ?? ''}${error.message}`;
      return new TagApiError(statusByCode[code] ?? 400, code, text);
    }
    case 'conflict':
    case 'retryable':
      return unavailable;
    case 'terminal':
      return internalError;
  }
};
