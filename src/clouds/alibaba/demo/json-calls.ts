import * as z from 'zod/mini';
import { TerminalError } from '../../../model/errors.ts';
import { type Arn, isArn } from '../arn.ts';

/** Calls an operation of the simulated cloud. @returns the ARNs of what it made or named */
export type CloudCalls = (action: string, parameters: object) => Promise<readonly Arn[]>;

/** Makes a request of the service's own API, for one account. @throws TerminalError for any failure */
export type ApiRequest = (method: string, path: string, body?: object) => Promise<unknown>;

/** @param url where the service listens */
export const openApi =
  (url: string, accountId: string): ApiRequest =>
  async (method, path, body) => {
    const response = await fetch(`${url}${path}?accountId=${accountId}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    throw new TerminalError({
      code: `Http${response.status}`,
      message: `${method} ${path} ${JSON.stringify(body)} answered ${response.status}: ${text}`,
    });
  };

const cloudAnswer = z.looseObject({ RequestId: z.string(), Arns: z.optional(z.array(z.string())) });

/** Calls through the service's own API. */
export const jsonCalls =
  (request: ApiRequest): CloudCalls =>
  async (action, parameters) => {
    const answer = cloudAnswer.parse(await request('POST', `/v1/simulator/${action}`, parameters));
    return (answer.Arns ?? []).filter(isArn);
  };
