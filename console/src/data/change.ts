import type { BatchBody, RuleInput } from '../api/answers';
import { api, bodyOf } from '../api/client';

/** A change of rules: what is planned is then what is done. */
export type Change =
  | {
      readonly kind: 'one';
      readonly settingName: string;
      readonly input: RuleInput;
      /** The version that the change is based on. */
      readonly version: number;
    }
  | { readonly kind: 'batch'; readonly body: BatchBody };

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

/** Asks for a change, or, with a query, for its plan. */
export const askFor = async (change: Change, asking: Asking) => {
  const signal = asking.signal ?? null;
  return change.kind === 'one'
    ? bodyOf(
        await api.PUT(onePath, { params: oneParams(change, asking), body: change.input, signal }),
      )
    : bodyOf(await api.POST(batchPath, { params: paramsFor(asking), body: change.body, signal }));
};

/** The same as a text of another form, and where the next page of it begins. */
export const askForText = async (
  change: Change,
  asking: Asking,
): Promise<{ readonly text: string; readonly next: string | undefined }> => {
  const parseAs = 'text';
  const { data = '', response } =
    change.kind === 'one'
      ? await api.PUT(onePath, { params: oneParams(change, asking), body: change.input, parseAs })
      : await api.POST(batchPath, { params: paramsFor(asking), body: change.body, parseAs });
  const next = response.headers.get('x-next-cursor');
  return { text: data, next: next === null ? undefined : decodeURIComponent(next) };
};
