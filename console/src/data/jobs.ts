import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Job } from '../api/answers';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces, useInterval } from './pace';

const pageSize = 50;

/** A job that goes on by itself. */
export const isActive = ({ status }: Pick<Job, 'status'>): boolean =>
  status === 'waiting' || status === 'counting' || status === 'running';

/** Not a word for this long, and it is worth a look. Milliseconds. */
const stuckMs = 3_600_000;

export const isStuck = (job: Job, now: number): boolean =>
  isActive(job) && now - Date.parse(job.updatedAt) > stuckMs;

/** Of which jobs; empty texts do not narrow it. */
export type JobFilter = { readonly status: string; readonly settingName: string };

const statuses = ['waiting', 'counting', 'running', 'done', 'cancelled', 'failed'] as const;

const queryOf = ({ status, settingName }: JobFilter) => {
  const known = statuses.find((each) => each === status);
  return {
    ...(known === undefined ? {} : { status: known }),
    ...(settingName === '' ? {} : { settingName }),
  };
};

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
        ...queryOf(filter),
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

/** Starts a look at everything that may have drifted. */
export const useStartSweep = () => {
  const accountId = useAccount();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () =>
      bodyOf(
        await api.POST('/v1/accounts/{accountId}/jobs', {
          params: { path: { accountId } },
          body: { kind: 'sweep' },
        }),
      ),
    onSettled: () => client.invalidateQueries(),
  });
};
