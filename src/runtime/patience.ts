/**
 * How long an AWS call may take: three tries of two seconds. Without it, a connection that hangs would
 * take all the time that a function has. Milliseconds.
 */
export const patience = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;
