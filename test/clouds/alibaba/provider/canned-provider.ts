import { catalogue } from '../../../../src/clouds/alibaba/catalogue.ts';
import { createClassify } from '../../../../src/clouds/alibaba/errors.ts';
import { createClient } from '../../../../src/clouds/alibaba/provider/client.ts';
import type { Exchange } from '../../../../src/clouds/alibaba/provider/exchange.ts';
import { createAlibabaProvider } from '../../../../src/clouds/alibaba/provider/provider.ts';
import type { SettingName } from '../../../../src/clouds/cloud.ts';
import type { CloudProvider } from '../../../../src/clouds/provider.ts';
import { requestProblems, type ShapedRequest, shapeOf } from '../wire/api-shapes.ts';

export const at = { accountId: '1000000000000001', region: 'cn-shanghai' } as const;

/** An answer: its body, or the code of an error. */
export type CannedAnswer =
  | { readonly body: unknown; readonly isSecond?: boolean }
  | { readonly code: string; readonly status?: number };

/** What the cloud answers a call. @returns undefined for an empty list */
export type AnswerCall = (action: string, sent: ShapedRequest) => CannedAnswer | undefined;

/** A provider of one region, and what it sent. */
export type CannedProvider = {
  readonly provider: CloudProvider;
  readonly sent: readonly ShapedRequest[];
  /** What of all requests contradicts what the cloud publishes of its API. */
  readonly problems: () => readonly string[];
  readonly unknownCodes: readonly string[];
  setTime: (to: number) => void;
};

const allRules: ReadonlySet<SettingName> = new Set(
  catalogue.map(({ settingName }): SettingName => settingName),
);

const emptyAnswer = (action: string): unknown => (action === 'DescribeClusterResources' ? [] : {});

const problemsOf = (request: ShapedRequest): readonly string[] => {
  const known = shapeOf(request);
  return known === undefined
    ? [`${request.version} ${request.action} is not published`]
    : requestProblems(known.shape, request);
};

/** Opens a provider that is answered what a test says. @param rulesOn all unless given */
export const cannedProvider = (
  answer: AnswerCall,
  rulesOn: ReadonlySet<SettingName> = allRules,
): CannedProvider => {
  let now = 1_000_000;
  const sent: ShapedRequest[] = [];
  const unknownCodes: string[] = [];
  const exchange: Exchange = async (make) => {
    const { method, url, headers, body } = make();
    const request: ShapedRequest = {
      method,
      version: headers['x-acs-version'] ?? '',
      action: headers['x-acs-action'] ?? '',
      path: url.pathname,
      query: new Map(url.searchParams),
      form: new Map(new URLSearchParams(body)),
      json: undefined,
      isOld: false,
    };
    sent.push(request);
    const { action = '' } = request;
    const canned = answer(action, request) ?? { body: emptyAnswer(action) };
    const [status, json] =
      'code' in canned
        ? [canned.status ?? 400, { Code: canned.code, Message: 'says the test' }]
        : [200, canned.body];
    const isSecond = 'body' in canned && canned.isSecond;
    return { isSecond, status, header: () => undefined, body: JSON.stringify(json) };
  };
  const provider = createAlibabaProvider({
    at,
    client: createClient({
      credentials: undefined,
      exchange,
      endpoint: undefined,
      clock: () => now,
      newId: () => 'nonce',
    }),
    classify: createClassify((code) => unknownCodes.push(code)),
    rulesOn: async () => rulesOn,
    clock: () => now,
    maxTagsPerResource: () => 20,
    isOurs: () => false,
  });
  return {
    provider,
    sent,
    unknownCodes,
    problems: () => sent.flatMap(problemsOf),
    setTime: (to) => {
      now = to;
    },
  };
};
