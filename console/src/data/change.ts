import type { BatchBody, RuleInput } from '../api/answers';
import { api, bodyOf } from '../api/client';

/** A change of rules, or a sweep: what is planned is then what is done. */
export type Change =
  | {
      readonly kind: 'one';
      readonly settingName: string;
      readonly input: RuleInput;
      /** The version that the change is based on. */
      readonly version: number;
    }
  | { readonly kind: 'batch'; readonly body: BatchBody }
  | { readonly kind: 'sweep' };

/** How a change is asked for beside what it is. */
export type Asking = {
  readonly accountId: string;
  readonly query?: { readonly dryRun: 'true'; readonly limit: number; readonly cursor?: string };
  /** Media type of the answer; JSON unless given. */
  readonly accept?: string;
  readonly signal?: AbortSignal;
};

const paramsFor = ({ accountId, query, accept = 'application/json' }: Asking) => ({
  path: { accountId },
  ...(query === undefined ? {} : { query }),
  header: { Accept: accept },
});

const oneParams = ({ settingName, version }: Extract<Change, { kind: 'one' }>, asking: Asking) => {
  const { path, header, ...rest } = paramsFor(asking);
  return {
    ...rest,
    path: { ...path, settingName },
    header: { ...header, 'If-Match': `"${version}"` },
  };
};

const onePath = '/v1/accounts/{accountId}/rules/{settingName}';
const batchPath = '/v1/accounts/{accountId}/rules/batch';

const jobsPath = '/v1/accounts/{accountId}/jobs';
const sweep = { kind: 'sweep' } as const;

/** Asks for a change, or, with a query, for its plan. */
export const askFor = async (change: Change, asking: Asking) => {
  const signal = asking.signal ?? null;
  const params = paramsFor(asking);
  switch (change.kind) {
    case 'one': {
      const init = { params: oneParams(change, asking), body: change.input, signal };
      return bodyOf(await api.PUT(onePath, init));
    }
    case 'batch':
      return bodyOf(await api.POST(batchPath, { params, body: change.body, signal }));
    case 'sweep':
      return bodyOf(await api.POST(jobsPath, { params, body: sweep, signal }));
  }
};

const textAnswer = (change: Change, asking: Asking) => {
  const params = paramsFor(asking);
  const parseAs = 'text';
  switch (change.kind) {
    case 'one': {
      const init = { params: oneParams(change, asking), body: change.input, parseAs } as const;
      return api.PUT(onePath, init);
    }
    case 'batch':
      return api.POST(batchPath, { params, body: change.body, parseAs });
    case 'sweep':
      return api.POST(jobsPath, { params, body: sweep, parseAs });
  }
};

/** The same as a text of another form, and where the next page of it begins. */
export const askForText = async (
  change: Change,
  asking: Asking,
): Promise<{ readonly text: string; readonly next: string | undefined }> => {
  const { data = '', response } = await textAnswer(change, asking);
  const next = response.headers.get('x-next-cursor');
  return { text: data, next: next === null ? undefined : decodeURIComponent(next) };
};
