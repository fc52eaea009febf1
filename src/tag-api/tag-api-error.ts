/** More about a refusal than code and message. */
export type RefusalDetails = {
  /** When to try again. */
  readonly retryAfterMs?: number;
  /** The API call that the key may not make. */
  readonly deniedAction?: string;
};

/** An error answer of the Tag API, with the cloud's own code and HTTP status. */
export class TagApiError extends Error {
  readonly httpStatus: number;
  readonly code: string;
  readonly details: RefusalDetails;

  constructor(httpStatus: number, code: string, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = 'TagApiError';
    this.httpStatus = httpStatus;
    this.code = code;
    this.details = details;
  }
}

/** A parameter that every call must have. @param name without `x-acs-`: `SignatureNonce` */
export const missing = (name: string, spelling: string = name): TagApiError =>
  new TagApiError(400, `Missing${name}`, `${spelling} is mandatory for this action.`);

/** A parameter whose value is never right. */
export const invalid = (name: string, problem: string): TagApiError =>
  new TagApiError(400, `Invalid${name}`, `Specified parameter ${name} is not valid: ${problem}.`);
