import type * as z from 'zod/mini';
import type { Arn } from './cloud.ts';

/** An error answer of a simulated cloud, with the code and HTTP status of the real API. */
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

/** Who calls a cloud, as its audit trail names them. */
export type Caller = {
  readonly type: 'ram-user' | 'assumed-role' | 'system';
  readonly principalId: string;
  readonly userName: string;
};

/** A call of a cloud's API. */
export type CloudCall = {
  /** As the API spells it, in any case: `Ecs`, `AliKafka`. */
  readonly product: string;
  readonly operation: string;
  /** The API's parameters; lists as arrays. */
  readonly parameters: unknown;
  readonly accountId: string;
  /** A person at work on the simulated cloud unless given. */
  readonly caller?: Caller;
};

export type CloudAnswer = {
  readonly requestId: string;
  /** The API's own answer, without RequestId. */
  readonly result: Readonly<Record<string, unknown>>;
  /** What the call made or named. */
  readonly arns: readonly Arn[];
};

/** A simulated cloud: operations with the API's own names, checks, cascades and audit records. */
export type SimulatedCloud = {
  /** @throws CloudApiError for whatever the cloud refuses; nothing is changed then */
  readonly call: (call: CloudCall) => Promise<CloudAnswer>;
  /** Finishes what a crash left half done; when no other process is at work. @returns how many */
  readonly recover: () => Promise<number>;
};

/** An operation, as it is told to those who call it. */
export type SimulatedOperation = {
  readonly product: string;
  readonly name: string;
  /** What it takes. */
  readonly schema: () => z.ZodMiniType;
  /** A parameter's name in the schema, however its product's tools spell it. */
  readonly nameOf: (parameter: string) => string;
};
