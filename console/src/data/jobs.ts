import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Job } from '../api/answers';
import { api, bodyOf } from '../api/client';
import type { operations } from '../api/schema';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces, useInterval } from './pace';

const pageSize = 50;

/** A job that goes on by itself. */
export const isActive = ({ status }: Pick<Job, 'status'>): boolean =>
  status === 'waiting' || status === 'running';

/** Not a word for this long, and it is worth a look. Milliseconds. */
const stuckMs = 3_600_000;

export const isStuck = (job: Job, now: number): boolean =>
  isActive(job) && now - Date.parse(job.updatedAt) > stuckMs;

type ListQuery = NonNullable<operations['getAccountsAccountIdJobs']['parameters']['query']>;

/** Of which jobs; what is left out does not narrow it. */
export type JobFilter = Omit<ListQuery, 'limit' | 'cursor'>;

export const jobStatuses = [
  'waiting',
  'counting',
  'running',
  'done',
  'cancelled',
  'failed',
] as const satisfies readonly NonNullable<JobFilter['status']>[];
export const jobKinds = ['backfill', 'sweep'] as const satisfies readonly Job['kind'][];

/** Jobs, newest first; read often while one of them goes on. */
export const useJobs = (filter: JobFilter, wanted: number) => {
  const accountId = useAccount();
  const client = useQueryClient();
  const key = ['jobs', accountId, filter];
  const known = client.getQueryData<{ pages: readonly { items: readonly Job[] }[] }>(key);
  const isBusy = known?.pages.some(({ items }) => items.some(isActive)) ?? false;
  return useCursorList({
    key,
    read: async (cursor, signal) => {
      const query = {
        ...filter,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      };
      const params = { path: { accountId }, query };
      const answer = bodyOf(await api.GET('/v1/accounts/{accountId}/jobs', { params, signal }));
      return { items: answer.jobs, next: answer.next };
    },
    pace: isBusy ? paces.busy : paces.calm,
    wanted,
  });
};

/** One job, read often while it goes on. */
export const useJob = (id: string) => {
  const accountId = useAccount();
  const busy = useInterval(paces.busy);
  const calm = useInterval(paces.calm);
  return useQuery({
    queryKey: ['job', accountId, id],
    queryFn: async ({ signal }) =>
      bodyOf(
        await api.GET('/v1/accounts/{accountId}/jobs/{id}', {
          params: { path: { accountId, id } },
          signal,
        }),
      ),
    refetchInterval: ({ state: { data } }) => (data === undefined || isActive(data) ? busy : calm),
  });
};

/** What can be done to a job. */
export type JobAct = 'cancel' | 'resume';

const actPaths = {
  cancel: '/v1/accounts/{accountId}/jobs/{id}/cancel',
  resume: '/v1/accounts/{accountId}/jobs/{id}/resume',
} as const;

export const useJobAct = () => {
  const accountId = useAccount();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, act }: { readonly id: string; readonly act: JobAct }) =>
      bodyOf(await api.POST(actPaths[act], { params: { path: { accountId, id } } })),
    onSettled: () => client.invalidateQueries(),
  });
};
