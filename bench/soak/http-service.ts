import * as z from 'zod/mini';
import { type Arn, isArn, parseArn } from '../../src/clouds/arn.ts';
import { arnText } from '../../src/clouds/arn-text.ts';
import { settingNameText } from '../../src/clouds/setting-name-text.ts';
import { CloudApiError } from '../../src/clouds/simulator.ts';
import { tellOwned } from '../../test/reliability/oracle/oracle.ts';
import type { Told } from '../../test/reliability/world/play.ts';

const refusalSchema = z.object({ Code: z.string(), Message: z.string() });
const cloudSchema = z.looseObject({ RequestId: z.string(), Arns: z.array(z.string()) });
const queueSchema = z.object({ waiting: z.number(), inFlight: z.number(), dead: z.number() });

const resourceSchema = z.object({
  tags: z.array(
    z.object({
      key: z.string(),
      value: z.string(),
      origin: z.string(),
      from: z.optional(arnText),
      rule: z.optional(settingNameText),
      displaced: z.optional(z.string()),
    }),
  ),
});

/** What a resource's tags are, and which of them the service calls its own, as the oracle writes it. */
export type Seen = { readonly tags: ReadonlyMap<string, string>; readonly owned: string };

/** A running service over HTTP, in the form in which the random worlds use one. */
export type HttpService = Told['service'] & {
  /** Undefined when it does not exist. */
  readonly look: (arn: Arn) => Promise<Seen | undefined>;
  /** What the service did to a resource, as text. */
  readonly history: (arn: Arn) => Promise<string>;
  readonly counts: () => Promise<z.infer<typeof queueSchema>>;
};

type Answer = { readonly status: number; readonly ok: boolean; readonly body: unknown };

/** The path of a call about a resource, for its own account. */
const ofAccount = (arn: Arn, path: string): string =>
  `/v1/accounts/${parseArn(arn).accountId}/${path}`;

/** @param url of a runner */
export const openHttpService = (url: string): HttpService => {
  const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status, ok } = response;
    return { status, ok, body: await response.json() };
  };
  const request: HttpService['request'] = async (method, path, body) => {
    const answer = await ask(method, path, body);
    if (answer.ok) return answer.body;
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  };

  return {
    request,
    call: async (action, parameters, accountId) => {
      const path = `/v1/simulator/${action}?accountId=${accountId}`;
      const { ok, status, body } = await ask('POST', path, parameters);
      if (!ok) {
        const { Code, Message } = refusalSchema.parse(body);
        if (status >= 500) throw new Error(`${path} answered ${status}: ${Message}`);
        throw new CloudApiError(status, Code, Message);
      }
      const { RequestId, Arns, ...result } = cloudSchema.parse(body);
      return { requestId: RequestId, result, arns: Arns.filter(isArn) };
    },
    look: async (arn) => {
      const { ok, status, body } = await ask(
        'GET',
        ofAccount(arn, `resources/${encodeURIComponent(arn)}`),
      );
      if (status === 404) return undefined;
      if (!ok) throw new Error(`${arn} answered ${status}: ${JSON.stringify(body)}`);
      const { tags } = resourceSchema.parse(body);
      const owned = tags.flatMap(({ key, value, from, rule, displaced = null }) =>
        from === undefined || rule === undefined
          ? []
          : [[key, { value, rule, primary: from, displaced }] as const],
      );
      return {
        tags: new Map(tags.map(({ key, value }) => [key, value])),
        owned: tellOwned(new Map(owned)),
      };
    },
    history: async (arn) =>
      JSON.stringify(
        await request('GET', ofAccount(arn, `history?resource=${encodeURIComponent(arn)}`)),
        null,
        1,
      ),
    counts: async () => queueSchema.parse(await request('GET', '/v1/queue')),
  };
};
