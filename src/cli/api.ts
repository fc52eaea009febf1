import * as z from 'zod/mini';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError, TerminalError } from '../model/errors.ts';
import { type Authorize, failureOf, type HttpAnswer, type HttpRequest, sendHttp } from './http.ts';

/** A call of the API. */
export type ApiCall = {
  readonly method: HttpRequest['method'];
  /** Segments after the account, or after `/v1`; a slash within one is none that divides them. */
  readonly path: readonly string[];
  /** Whom it is for unless an account was chosen: the endpoint's default, if it says nothing; null is the stage. */
  readonly accountId?: string | null;
  /** It is for the stage, whatever account was chosen. */
  readonly isForStage?: true;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The API at one endpoint, for one account. */
export type Api = {
  /** @returns the answer's JSON @throws TerminalError, RetryableError with the API's code and message */
  readonly call: (call: ApiCall) => Promise<unknown>;
  /** As `call`, for answers that are text. @param accept media type that is asked for */
  readonly read: (call: ApiCall, accept: string) => Promise<HttpAnswer>;
};

export type ApiOptions = {
  readonly endpoint: URL;
  /** The one that was chosen; undefined: each call says. */
  readonly accountId: string | undefined;
  /** For calls that say nothing; undefined where there is none. */
  readonly defaultAccountId: string | undefined;
  readonly authorize: Authorize;
};

/** Errors of the API, of the simulated cloud, and of API Gateway before the API is reached. */
const errorSchema = z.union([
  z.object({ code: z.string(), message: z.string(), requestId: z.string() }),
  z.pipe(
    z.object({ Code: z.string(), Message: z.string(), RequestId: z.string() }),
    z.transform(({ Code, Message, RequestId }) => ({
      code: Code,
      message: Message,
      requestId: RequestId,
    })),
  ),
  z.pipe(
    z.object({ message: z.string() }),
    z.transform(({ message }) => ({ code: undefined, message, requestId: undefined })),
  ),
]);

const longestQuote = 200;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @throws InvalidInputError `WrongUsage` for a segment that would lead to another path */
const encodePath = (path: readonly string[]): string => {
  const astray = path.find((segment) => /^\.{0,2}$/.test(segment));
  if (astray === undefined) return path.map(encodeURIComponent).join('/');
  throw new InvalidInputError({
    code: 'WrongUsage',
    message: `"${astray}" cannot be part of a path; expected a name or an id`,
  });
};

/** @throws InvalidInputError `AccountMissing` where none was chosen, and there is no default one */
const placeOf = (
  { path, isForStage, accountId }: ApiCall,
  { accountId: chosen, defaultAccountId }: Pick<ApiOptions, 'accountId' | 'defaultAccountId'>,
): readonly string[] => {
  if (isForStage === true) return path;
  const account = chosen ?? (accountId === undefined ? defaultAccountId : accountId);
  if (account === null) return path;
  if (account !== undefined) return ['accounts', account, ...path];
  throw new InvalidInputError({
    code: 'AccountMissing',
    message:
      'say which account of the cloud it is about: --account, or HEIRTAG_ACCOUNT. Only a local runner has a default one.',
  });
};

const definedOf = (
  query: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const thrownFor = ({ status, headers, text }: HttpAnswer): Error => {
  const told = errorSchema.safeParse(parseJson(text)).data;
  return failureOf(status, {
    code: told?.code ?? `Http${status}`,
    message:
      told === undefined
        ? `the endpoint answered ${status}: ${cutText(text, longestQuote) || '(nothing)'}`
        : told.message,
    requestId: told?.requestId ?? headers.get('x-request-id') ?? undefined,
  });
};

/** Opens the API. */
export const createApi = (options: ApiOptions): Api => {
  const { endpoint, authorize } = options;
  const base = endpoint.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  const read: Api['read'] = async (call, accept) => {
    const { method, query = {}, body, headers = {} } = call;
    const request: HttpRequest = {
      method,
      path: `${base}/v1/${encodePath(placeOf(call, options))}`,
      query: definedOf(query),
      headers: {
        accept,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    const answer = await sendHttp(endpoint, { ...request, headers: await authorize(request) });
    if (answer.status < 200 || answer.status > 299) throw thrownFor(answer);
    return answer;
  };
  return {
    read,
    call: async (call) => {
      const { text } = await read(call, 'application/json');
      const value = parseJson(text);
      if (value !== undefined) return value;
      throw new TerminalError({
        code: 'UnexpectedAnswer',
        message: `${endpoint.href} answered no JSON, so it is no Heirtag API: ${cutText(text, longestQuote)}`,
      });
    },
  };
};

/**
 * Reads an answer; what is not in the schema is not looked at.
 * @throws TerminalError `UnexpectedAnswer` that says what did not fit
 */
export const readAnswer = <S extends z.ZodMiniType>(schema: S, value: unknown): z.output<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TerminalError({
    code: 'UnexpectedAnswer',
    message: `the API answered what this version does not understand: ${issue?.path.join('.')}: ${issue?.message}`,
  });
};
