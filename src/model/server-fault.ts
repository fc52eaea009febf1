/** True when what an AWS client threw came with a 5xx answer, whatever the error is called. */
export const isServerFault = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  '$metadata' in thrown &&
  typeof thrown.$metadata === 'object' &&
  thrown.$metadata !== null &&
  'httpStatusCode' in thrown.$metadata &&
  Number(thrown.$metadata.httpStatusCode) >= 500;
