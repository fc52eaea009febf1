import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Plan, PlanCounts, PlanStep } from '../api/answers';
import { useAccount } from './account';
import { askFor, askForText, type Change } from './change';

/** Resources that one page of a plan looks at, at least. */
const pageSize = 200;

/** Pages that come by themselves; more when somebody asks. */
const pagesAtOnce = 5;

const queryFor = (cursor: string | undefined) => ({
  dryRun: 'true' as const,
  limit: pageSize,
  ...(cursor === undefined ? {} : { cursor }),
});

/** A step, and whose. */
export type PlannedTag = PlanStep & { readonly arn: string };

/** A plan as far as it is known. */
export type PlanSoFar = {
  readonly counts: PlanCounts;
  readonly tags: readonly PlannedTag[];
  readonly refusals: Plan['refusals'];
  /** What could not be read. */
  readonly unread: Plan['unread'];
  /** Resources that the plan holds, whatever comes of them. */
  readonly arns: ReadonlySet<string>;
};

const noCounts: PlanCounts = {
  resources: 0,
  changed: 0,
  set: 0,
  remove: 0,
  keep: 0,
  refuse: 0,
  close: 0,
  overwrites: 0,
  quotaRefusals: 0,
  cloudCalls: 0,
  unread: 0,
  leastCloudCalls: 0,
};

const addCounts = (left: PlanCounts, right: PlanCounts): PlanCounts => ({
  resources: left.resources + right.resources,
  changed: left.changed + right.changed,
  set: left.set + right.set,
  remove: left.remove + right.remove,
  keep: left.keep + right.keep,
  refuse: left.refuse + right.refuse,
  close: left.close + right.close,
  overwrites: left.overwrites + right.overwrites,
  quotaRefusals: left.quotaRefusals + right.quotaRefusals,
  cloudCalls: left.cloudCalls + right.cloudCalls,
  unread: left.unread + right.unread,
  leastCloudCalls: left.leastCloudCalls + right.leastCloudCalls,
});

/** Adds pages up; their counts are each page's own. */
export const sumPlan = (pages: readonly Plan[]): PlanSoFar => {
  const resources = pages.flatMap((page) => page.resources);
  return {
    counts: pages.map(({ counts }) => counts).reduce(addCounts, noCounts),
    tags: resources.flatMap(({ arn, steps }) => steps.map((step) => ({ arn, ...step }))),
    // Each page checks the whole batch, and says the same of it.
    refusals: pages[0]?.refusals ?? [],
    unread: pages.flatMap((page) => page.unread),
    arns: new Set(resources.map(({ arn }) => arn)),
  };
};

const planPage = async (
  change: Change,
  asking: {
    readonly accountId: string;
    readonly cursor: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<Plan> => {
  const { cursor, ...rest } = asking;
  const answer = await askFor(change, { ...rest, query: queryFor(cursor) });
  if ('counts' in answer) return answer;
  throw new Error('the server carried the change out instead of planning it');
};

/** The plan of a change, page by page. @param change undefined while there is none to plan */
export const usePlan = (change: Change | undefined) => {
  const accountId = useAccount();
  const [pagesWanted, setPagesWanted] = useState(pagesAtOnce);
  const query = useInfiniteQuery({
    queryKey: ['plan', accountId, change],
    enabled: change !== undefined,
    initialPageParam: '',
    // A plan is of the moment; it is made again for each dialog.
    gcTime: 0,
    refetchOnWindowFocus: false,
    queryFn: ({ pageParam, signal }) => {
      if (change === undefined) throw new Error('there is nothing to plan');
      return planPage(change, { accountId, cursor: pageParam || undefined, signal });
    },
    getNextPageParam: ({ next }) => next,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const pages = data?.pages;
  const goesOn = hasNextPage && !isFetching && !isError && (pages?.length ?? 0) < pagesWanted;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return {
    plan: pages && sumPlan(pages),
    error: query.error,
    isPlanning: isFetching,
    /** There is more than was planned. */
    isPart: hasNextPage,
    planMore: () => setPagesWanted((pages?.length ?? 0) + pagesAtOnce),
    stop: () => setPagesWanted(0),
    planAgain: () => void query.refetch(),
  };
};

/** Forms in which a plan can be taken away. */
export const planForms = {
  csv: { accept: 'text/csv', hasHead: true },
  ndjson: { accept: 'application/x-ndjson', hasHead: false },
} as const;
export type PlanForm = keyof typeof planForms;

const withoutHead = (text: string): string => text.slice(text.indexOf('\n') + 1);

/** The whole plan as a file, as the server writes it. */
export const planFile = async (
  change: Change,
  accountId: string,
  form: PlanForm,
): Promise<Blob> => {
  const { accept, hasHead } = planForms[form];
  const parts: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await askForText(change, { accountId, accept, query: queryFor(cursor) });
    parts.push(hasHead && parts.length > 0 ? withoutHead(page.text) : page.text);
    cursor = page.next;
  } while (cursor !== undefined);
  return new Blob(parts, { type: accept });
};
