import * as z from 'zod/mini';
import type { AuditEnd } from '../audit/audited.ts';
import { InvalidInputError } from '../model/errors.ts';
import { parseInput } from './request-body.ts';

/** The names in braces of a path: `settingName` in `/v1/rules/{settingName}`. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** Puts something in the place of each name of a path; an ARN at the end takes what is left, slashes included. */
export const fillPath = (
  path: string,
  by: {
    readonly segment: (name: string) => string;
    readonly rest: (name: string) => string;
  },
): string =>
  path.replace(/\{(\w+)\}/g, (braced: string, name: string) =>
    name === 'arn' && path.endsWith(braced) ? by.rest(name) : by.segment(name),
  );

/** Who calls, and how the answer can be found again in the logs. */
export type Caller = {
  /** The ARN that signed the call, or `local`. */
  readonly principal: string;
  readonly requestId: string;
  /** A header's value. @param name in small letters */
  readonly header: (name: string) => string | undefined;
};

/** Whom a call for an account is for. */
export type ForAccount = { readonly accountId: string };

/** A call for the stage may name an account, too. */
export type ForStage = { readonly accountId: string | undefined };

/** A call as it came in; path, query and body are not looked at yet. */
export type RawRequest = Caller & {
  /** Undefined where none is named, and there is no default one. */
  readonly accountId: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** A call with everything checked. */
export type CheckedRequest<Path extends string, Query, Body> = Caller & {
  readonly param: (name: NamesIn<Path>) => string;
  readonly query: Query;
  readonly body: Body;
};

/** An answer: a value sent as JSON, or a text of another kind. */
export type Answer<T> = {
  /** The call's own status unless set. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the audit trail tells it; done unless set. */
  readonly end?: AuditEnd;
} & ({ readonly body: T } | { readonly text: string; readonly contentType: string });

/** For calls that take no query parameters. */
export const noQuery = z.strictObject({});

/** For calls that take no body; one that is sent is not read. */
export const noBody = z.undefined();

/** What routes and documents are made of. */
export type CallFacts = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * Path with names in braces; the last name takes the rest of the path. A call for an account is
   * served below it: `/v1/rules` is `/v1/accounts/{accountId}/rules`.
   */
  readonly path: `/v1/${string}`;
  /** It is for the whole stage, not for one account. */
  readonly isForStage?: true;
  /** One sentence. */
  readonly summary: string;
  readonly query: z.ZodMiniObject;
  readonly body: z.ZodMiniType;
  /** What the document tells of the body, where it is read more leniently than a schema can say. */
  readonly bodyShown?: () => z.ZodMiniType;
  readonly answer: z.ZodMiniType;
  /** Status of success; 200 unless set. */
  readonly status?: number;
  /** Errors that are this call's own: code → HTTP status. */
  readonly errors?: Readonly<Record<string, number>>;
  /** Headers it looks at: name → what for. */
  readonly headers?: Readonly<Record<string, string>>;
  /** It changes what an operator answers for: it goes into the audit trail. */
  readonly isAudited?: boolean;
  /** The audit trail has what came of it, and not the body. */
  readonly isBodyKept?: false;
};

/** A path at which a call is served. */
export type CallForm = {
  readonly path: string;
  /** The account stands in the query, where no policy can limit it. Deprecated. */
  readonly isOld: boolean;
};

/** The paths at which a call is served, the one that counts first. */
export const formsOf = ({
  path,
  isForStage,
}: Pick<CallFacts, 'path' | 'isForStage'>): readonly CallForm[] =>
  isForStage === true
    ? [{ path, isOld: false }]
    : [
        { path: path.replace('/v1/', '/v1/accounts/{accountId}/'), isOld: false },
        { path, isOld: true },
      ];

/** One call of the API: its facts, and what is done. */
export type Call = CallFacts & {
  /** @throws InvalidInputError when path, query or body do not fit the schemas */
  readonly run: (request: RawRequest) => Promise<Answer<unknown>>;
  /** Answers a failure in a form of the call's own; undefined where the API's common form serves. */
  readonly tellFailure?: (error: unknown, requestId: string) => Answer<unknown>;
};

/** A call as it is written down: what it takes is typed by its schemas. */
type CallDefinition<
  Whom,
  Path extends `/v1/${string}`,
  Query extends z.ZodMiniObject,
  Body extends z.ZodMiniType,
  Result extends z.ZodMiniType,
> = Omit<CallFacts, 'isForStage'> &
  Pick<Call, 'tellFailure'> & {
    readonly path: Path;
    readonly query: Query;
    readonly body: Body;
    readonly answer: Result;
    readonly handle: (
      request: CheckedRequest<Path, z.output<Query>, z.output<Body>> & Whom,
    ) => Promise<Answer<z.input<Result>>>;
  };

/** @throws InvalidInputError when path, query or body do not fit */
const checkedOf = <
  Path extends `/v1/${string}`,
  Query extends z.ZodMiniObject,
  Body extends z.ZodMiniType,
>(
  { path, query, body }: { readonly path: Path; readonly query: Query; readonly body: Body },
  { params, accountId: _, ...raw }: RawRequest,
): CheckedRequest<Path, z.output<Query>, z.output<Body>> => ({
  ...raw,
  param: (name) => {
    const value = params[name];
    if (value !== undefined) return value;
    throw new InvalidInputError({ code: 'InvalidParameter', message: `${path} has no ${name}` });
  },
  query: parseInput(query, raw.query),
  body: parseInput(body, raw.body),
});

/** Nobody's call is done to an account that was made up for it. */
const accountNamed = ({ accountId }: RawRequest, facts: Pick<CallFacts, 'method' | 'path'>) => {
  if (accountId !== undefined) return accountId;
  const [form] = formsOf(facts);
  throw new InvalidInputError({
    code: 'MissingParameter.AccountId',
    message: `accountId: ${facts.method} ${facts.path} names no account, and a deployed stage has no default one; expected ${form?.path.replace('{accountId}', '<account>')}`,
  });
};

/** Declares a call: the schemas check what comes in, type the handler, and make the documentation. */
export const defineCall = <
  const Path extends `/v1/${string}`,
  Query extends z.ZodMiniObject,
  Body extends z.ZodMiniType,
  Result extends z.ZodMiniType,
>({
  handle,
  ...facts
}: CallDefinition<ForAccount, Path, Query, Body, Result>): Call => ({
  ...facts,
  run: async (raw) => {
    const accountId = accountNamed(raw, facts);
    return handle({ ...checkedOf(facts, raw), accountId });
  },
});

/** As `defineCall`, for one that is for the whole stage. */
export const defineStageCall = <
  const Path extends `/v1/${string}`,
  Query extends z.ZodMiniObject,
  Body extends z.ZodMiniType,
  Result extends z.ZodMiniType,
>({
  handle,
  ...facts
}: CallDefinition<ForStage, Path, Query, Body, Result>): Call => ({
  ...facts,
  isForStage: true,
  run: async (raw) => handle({ ...checkedOf(facts, raw), accountId: raw.accountId }),
});
