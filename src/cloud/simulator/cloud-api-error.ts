/** An error answer of the simulated cloud, with the code and HTTP status of the real API. */
export class CloudApiError extends Error {
  readonly httpStatus: number;
  readonly code: string;

  constructor(httpStatus: number, code: string, message: string) {
    super(message);
    this.name = 'CloudApiError';
    this.httpStatus = httpStatus;
    this.code = code;
  }
}

/** "The specified InstanceId i-1 does not exist." */
export const notFound = (parameter: string, id: string): CloudApiError =>
  new CloudApiError(
    404,
    `Invalid${parameter}.NotFound`,
    `The specified ${parameter} ${id} does not exist.`,
  );

/** A call that the resource's present state does not allow. */
export const wrongState = (code: string, message: string): CloudApiError =>
  new CloudApiError(403, code, message);

/** A parameter with a value that is never right. */
export const invalidParameter = (parameter: string, message: string): CloudApiError =>
  new CloudApiError(400, `InvalidParameter.${parameter}`, message);
