import * as z from 'zod/mini';
import { parseArn } from '../../../src/clouds/arn.ts';
import type { Play } from './play.ts';

/** Dead letters that are not about what the service may not see. */
const deadLetters = ({ service, closed }: Play): readonly string[] =>
  service.queue.dead
    .filter(({ body }) => !closed.some((arn) => body.includes(parseArn(arn).id)))
    .map(({ body, reason }) => `${body}, because of ${JSON.stringify(reason)}`);

const jobsSchema = z.object({
  jobs: z.array(z.object({ id: z.string(), kind: z.string(), status: z.string() })),
});

/** Jobs that nobody goes on with, and those that failed. */
const jobsThatStand = async ({
  service,
  ground: { accountIds },
}: Play): Promise<readonly string[]> => {
  const lists = await Promise.all(
    accountIds.map(async (accountId) =>
      jobsSchema.parse(await service.request('GET', `/v1/jobs?accountId=${accountId}`)),
    ),
  );
  return lists
    .flatMap(({ jobs }) => jobs)
    .filter(({ status }) => !['done', 'cancelled'].includes(status))
    .map(({ kind, id, status }) => `the ${kind} ${id} is ${status} at rest`);
};

/** Work that nobody goes on with. */
export const leftOver = async (play: Play): Promise<readonly string[]> => [
  ...deadLetters(play).map((body) => `a dead letter: ${body}`),
  ...(await jobsThatStand(play)),
];
