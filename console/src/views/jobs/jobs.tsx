import Button from '@cloudscape-design/components/button';
import type { Job } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { useJobs, useStartSweep } from '../../data/jobs';
import { useRoute } from '../../routing/route';
import { notify, notifyFailure } from '../../shell/notices';
import type { Column } from '../../ui/columns';
import { CursorTable } from '../../ui/cursor-table';
import { Empty } from '../../ui/empty';
import { ChoiceField, RuleField } from '../../ui/filter-fields';
import { Filters } from '../../ui/filters';
import { JobLink } from '../../ui/links';
import { count } from '../../ui/numbers';
import { useWanted } from '../../ui/use-cursor-page';
import { When } from '../../ui/when';
import { JobActs } from './job-acts';
import { JobProgress, JobScope, JobStatus } from './job-words';

const columns: readonly Column<Job>[] = [
  { id: 'id', header: 'Job', cell: ({ id }) => <JobLink id={id} />, minWidth: 160 },
  { id: 'scope', header: 'Works on', cell: (job) => <JobScope job={job} />, minWidth: 190 },
  { id: 'status', header: 'Status', cell: (job) => <JobStatus job={job} />, minWidth: 120 },
  { id: 'progress', header: 'Progress', cell: (job) => <JobProgress job={job} />, minWidth: 210 },
  {
    id: 'figures',
    header: 'Changed, refused, failed',
    cell: ({ changed, refused, failed }) =>
      `${count(changed)}, ${count(refused)}, ${count(failed)}`,
    minWidth: 130,
  },
  {
    id: 'started',
    header: 'Started',
    cell: ({ startedAt, startedBy }) => (
      <>
        <When time={startedAt} /> by <span className="name">{startedBy}</span>
      </>
    ),
    minWidth: 150,
  },
  { id: 'acts', header: 'Actions', cell: (job) => <JobActs job={job} />, minWidth: 120 },
];

const statusChoices = ['waiting', 'running', 'done', 'cancelled', 'failed'].map((value) => ({
  value,
  label: value,
}));

const SweepButton = () => {
  const { mutate, isPending } = useStartSweep();
  return (
    <Button
      loading={isPending}
      onClick={() =>
        mutate(undefined, {
          onSuccess: (job) => {
            if ('id' in job) {
              notify({
                type: 'success',
                header: (
                  <>
                    Sweep <JobLink id={job.id} /> has started
                  </>
                ),
              });
            }
          },
          onError: (error) => notifyFailure('No sweep was started', error),
        })
      }
    >
      Start sweep
    </Button>
  );
};

/** Backfills and sweeps, as they go on. */
export const Jobs = () => {
  const { query } = useRoute();
  const mayWrite = useMayWrite();
  const filter = {
    status: query.get('status') ?? '',
    settingName: query.get('settingName') ?? '',
  };
  const list = useJobs(filter, useWanted());
  return (
    <CursorTable
      title="Jobs"
      description="A backfill applies a rule to what is associated already; a sweep looks for drift and lost events."
      list={list}
      columns={columns}
      idOf={({ id }) => id}
      empty={<Empty title="No jobs">They can be seen for 30 days after their end.</Empty>}
      actions={mayWrite && <SweepButton />}
      filters={
        <Filters names={['status', 'settingName']}>
          <ChoiceField name="status" label="Status" choices={statusChoices} />
          <RuleField name="settingName" label="Rule" />
        </Filters>
      }
    />
  );
};
