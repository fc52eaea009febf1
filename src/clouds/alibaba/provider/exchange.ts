import { Agent, request as overHttp } from 'node:http';
import { request as overHttps, Agent as SecureAgent } from 'node:https';
import { noAnswerCode, RetryableError } from '../../../model/errors.ts';
import { thrownMessage } from '../../../model/thrown-message.ts';

/** A request as it is sent. */
export type HttpRequest = {
  readonly method: string;
  /** Where it is sent. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What came back. */
export type HttpAnswer = {
  /** The request was sent before, on a connection that broke: whatever is answered now, it may have been carried out. */
  readonly isSecond?: boolean | undefined;
  readonly status: number;
  /** @param name in small letters */
  readonly header: (name: string) => string | undefined;
  readonly body: string;
};

/**
 * Sends a request and waits for its answer.
 * @param request made anew each time that it is sent: no cloud takes a signature twice
 * @throws RetryableError when there is no answer, or the signal ends the wait
 */
export type Exchange = (request: () => HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** The cloud was not reached at all, so that nothing was done. */
const neverSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/;

const codeOf = (error: unknown): string => {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : noAnswerCode;
};

const noAnswer = (
  { method, url }: HttpRequest,
  error: unknown,
  isSecond: boolean,
): RetryableError => {
  const code = codeOf(error);
  const told = thrownMessage(error);
  return new RetryableError({
    code,
    message: `${method} ${url.host} was not answered: ${told}`,
    details: { mayHaveHappened: isSecond || !neverSent.test(code) },
    cause: error,
  });
};

/** The other side closes connections that rest, now and then just when they are used again. */
const wasResting = (error: unknown, isReused: boolean): boolean =>
  isReused && /^(?:ECONNRESET|EPIPE)$/.test(codeOf(error));

/**
 * Opens connections that stay open between calls. By `node:http`, which the AWS SDK loads anyhow, and which
 * says whether a connection was used before: `fetch` does not.
 */
export const createExchange = (): Exchange => {
  const agent = new Agent({ keepAlive: true });
  const secureAgent = new SecureAgent({ keepAlive: true });

  const sendOnce = (make: () => HttpRequest, signal: AbortSignal, isSecond: boolean) => {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const request = make();
    const { method, url, headers, body } = request;
    const isSecure = url.protocol === 'https:';
    const options = {
      method,
      headers: { ...headers, 'content-length': `${Buffer.byteLength(body)}` },
      signal,
      agent: isSecure ? secureAgent : agent,
    };
    const sent = (isSecure ? overHttps : overHttp)(url, options, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', (error) => reject(noAnswer(request, error, isSecond)));
      answer.on('end', () =>
        resolve({
          isSecond,
          status: answer.statusCode ?? 0,
          header: (name) => answer.headers[name]?.toString(),
          body: Buffer.concat(pieces).toString('utf8'),
        }),
      );
    });
    sent.on('error', (error) => {
      if (!isSecond && wasResting(error, sent.reusedSocket)) {
        resolve(sendOnce(make, signal, true));
        return;
      }
      reject(noAnswer(request, error, isSecond));
    });
    sent.end(body);
    return promise;
  };

  return (request, signal) => sendOnce(request, signal, false);
};
