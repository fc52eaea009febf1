import type { Clock } from '../../../model/clock.ts';
import { canonicalParameters, percentEncode } from '../../../model/percent-encoding.ts';
import type { ErrorAnswer } from '../errors.ts';
import type { CredentialSource } from './credentials.ts';
import { hostOf } from './endpoints.ts';
import type { Exchange } from './exchange.ts';
import type { Operation } from './operations.ts';
import { type Answered, readAnswer } from './read-answer.ts';
import { type Credentials, signedHeaders, type Unsigned } from './signature.ts';

/** Parameters of a call: lists become `Name.1`, objects in them `Name.1.Key`. Absent ones are left out. */
export type Parameters = Readonly<Record<string, Parameter | undefined>>;
type Parameter = string | number | boolean | readonly (string | Readonly<Record<string, string>>)[];

/** A call of the cloud's API. */
export type ClientCall = {
  readonly operation: Operation;
  readonly region: string;
  readonly parameters: Parameters;
};

/** Says that the cloud answered with an error of its own. */
export class CloudAnswerError extends Error {
  override readonly name = 'CloudAnswerError';
  readonly answer: ErrorAnswer;

  constructor(answer: ErrorAnswer) {
    super(`${answer.code}: ${answer.message}`);
    this.answer = answer;
  }
}

/**
 * Makes calls of the cloud's API.
 * @returns the answer, as JSON says it, and whether it answers a second request
 * @throws CloudAnswerError, RetryableError when nothing was answered that could be read
 */
export type Client = (call: ClientCall, signal: AbortSignal) => Promise<Answered>;

export type ClientOptions = {
  /** Undefined for calls that are not signed. */
  readonly credentials: CredentialSource | undefined;
  readonly exchange: Exchange;
  /** Where all calls go instead of the products' hosts, which they name all the same. */
  readonly endpoint: string | undefined;
  readonly clock: Clock;
  /** Random text, another one each time. */
  readonly newId: () => string;
};

const flatten = (parameters: Parameters): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(parameters).flatMap(([name, value]): readonly (readonly [string, string])[] => {
      if (value === undefined) return [];
      if (!Array.isArray(value)) return [[name, String(value)]];
      return value.flatMap((item, index): readonly (readonly [string, string])[] =>
        typeof item === 'string'
          ? [[`${name}.${index + 1}`, item]]
          : Object.entries<string>(item).map(([field, text]) => [
              `${name}.${index + 1}.${field}`,
              text,
            ]),
      );
    }),
  );

const none: ReadonlyMap<string, string> = new Map();

/** Puts parameters where their operation wants them. */
const placed = (
  { style, path }: Operation,
  parameters: ReadonlyMap<string, string>,
): Pick<Unsigned, 'method' | 'path' | 'query' | 'body'> => {
  switch (style) {
    case 'query':
      return { method: 'POST', path, query: parameters, body: '' };
    case 'form':
      return { method: 'POST', path, query: none, body: canonicalParameters(parameters) };
    case 'path': {
      const query = new Map(parameters);
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = query.get(name) ?? '';
        query.delete(name);
        return percentEncode(value);
      });
      return { method: 'GET', path: filled, query, body: '' };
    }
  }
};

const unsignedOf = ({ operation, region, parameters }: ClientCall): Unsigned => {
  const parts = placed(operation, flatten(parameters));
  return {
    ...parts,
    headers: {
      host: hostOf(operation.product, region),
      accept: 'application/json',
      'x-acs-action': operation.action,
      'x-acs-version': operation.version,
      ...(parts.body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
  };
};

/** The cloud does not take the credentials any more, whatever they say of their end. */
const isOver = ({ code }: ErrorAnswer): boolean =>
  /SecurityToken.*(?:Expired|Malformed|Mismatch)/.test(code);

/**
 * Opens a client that signs its calls. When the cloud says that the credentials are over they are fetched
 * anew, and the call is made again, once; not when it was sent twice already, or nobody would know any more that
 * the first may have been carried out.
 */
export const createClient = ({
  credentials,
  exchange,
  endpoint,
  clock,
  newId,
}: ClientOptions): Client => {
  const send = async (call: ClientCall, key: Credentials | undefined, signal: AbortSignal) => {
    const unsigned = unsignedOf(call);
    const { method, path, query, body } = unsigned;
    const url = new URL(endpoint ?? `https://${unsigned.headers.host}`);
    url.pathname = path;
    url.search = canonicalParameters(query);
    const signed = () =>
      key === undefined
        ? unsigned.headers
        : signedHeaders(unsigned, key, { now: clock(), nonce: newId() });
    return readAnswer(await exchange(() => ({ method, url, headers: signed(), body }), signal));
  };

  return async (call, signal) => {
    const first = await credentials?.current();
    let answer = await send(call, first, signal);
    if (answer.kind === 'error' && first && !answer.error.isSecond && isOver(answer.error)) {
      answer = await send(call, await credentials?.renewed(first), signal);
    }
    if (answer.kind === 'error') throw new CloudAnswerError(answer.error);
    return answer;
  };
};
