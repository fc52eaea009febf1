import Button from '@cloudscape-design/components/button';
import type { Job } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { isActive, isStuck, type JobAct, useJobAct } from '../../data/jobs';
import { notify, notifyFailure } from '../../shell/notices';
import { JobLink } from '../../ui/links';

/** What can be done to a job as it is. */
export const actsFor = (job: Job, now: number): readonly JobAct[] => {
  if (job.accountId === null || job.status === 'done') return [];
  if (!isActive(job)) return ['resume'];
  return isStuck(job, now) ? ['cancel', 'resume'] : ['cancel'];
};

const texts = { cancel: 'Cancel', resume: 'Resume' } as const;
const told = { cancel: 'is cancelled; what it has done stays', resume: 'goes on' } as const;

export const JobActs = ({ job }: { readonly job: Job }) => {
  const { mutate, isPending } = useJobAct();
  const mayWrite = useMayWrite();
  if (!mayWrite) return null;
  return actsFor(job, Date.now()).map((act) => (
    <Button
      key={act}
      loading={isPending}
      ariaLabel={`${texts[act]} job ${job.id}`}
      onClick={() =>
        mutate(
          { id: job.id, act },
          {
            onSuccess: ({ id }) =>
              notify({
                type: 'success',
                header: (
                  <>
                    Job <JobLink id={id} /> {told[act]}
                  </>
                ),
              }),
            onError: (error) =>
              notifyFailure(`The job was not ${act === 'cancel' ? 'cancelled' : 'resumed'}`, error),
          },
        )
      }
    >
      {texts[act]}
    </Button>
  ));
};
