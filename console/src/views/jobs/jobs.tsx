import Button from '@cloudscape-design/components/button';
import type { Job } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { type JobFilter, jobKinds, jobStatuses, useJobs } from '../../data/jobs';
import { goTo, hrefHere } from '../../routing/route';
import type { Column } from '../../ui/columns';
import { CursorTable } from '../../ui/cursor-table';
import { Empty } from '../../ui/empty';
import { ChoiceField, RuleField, TextField } from '../../ui/filter-fields';
import { Filters } from '../../ui/filters';
import { JobLink } from '../../ui/links';
import { count } from '../../ui/numbers';
import { useWanted } from '../../ui/use-cursor-page';
import { textsOf, useSettledQuery } from '../../ui/use-settled-query';
import { When } from '../../ui/when';
import { JobActs } from './job-acts';
import { JobProgress, JobScope, JobStatus } from './job-words';
import { SweepDialog } from './sweep-dialog';

const columns: readonly Column<Job>[] = [
  { id: 'id', header: 'Job', cell: ({ id }) => <JobLink id={id} />, minWidth: 150 },
  { id: 'scope', header: 'Works on', cell: (job) => <JobScope job={job} />, minWidth: 150 },
  { id: 'status', header: 'Status', cell: (job) => <JobStatus job={job} />, minWidth: 110 },
  { id: 'progress', header: 'Progress', cell: (job) => <JobProgress job={job} />, minWidth: 160 },
  {
    id: 'figures',
    header: 'Changed, refused, failed',
    cell: ({ changed, refused, failed }) =>
      `${count(changed)}, ${count(refused)}, ${count(failed)}`,
    minWidth: 110,
  },
  {
    id: 'started',
    header: 'Started',
    cell: ({ startedAt, startedBy }) => (
      <>
        <When time={startedAt} /> by <span className="name">{startedBy}</span>
      </>
    ),
    minWidth: 140,
  },
  { id: 'acts', header: 'Actions', cell: (job) => <JobActs job={job} />, minWidth: 90 },
];

const statusChoices = ['waiting', 'running', 'done', 'cancelled', 'failed'].map((value) => ({
  value,
  label: value,
}));

const kindChoices = ['backfill', 'sweep'].map((value) => ({ value, label: value }));

const filterNames = ['status', 'kind', 'settingName', 'startedBy'];

const filterOf = (query: URLSearchParams): JobFilter => {
  const { status, kind, ...texts } = textsOf(query, filterNames);
  const [knownStatus, knownKind] = [
    jobStatuses.find((each) => each === status),
    jobKinds.find((each) => each === kind),
  ];
  return {
    ...texts,
    ...(knownStatus && { status: knownStatus }),
    ...(knownKind && { kind: knownKind }),
  };
};

/** Backfills and sweeps, as they go on. */
export const Jobs = () => {
  const mayWrite = useMayWrite();
  const filter = filterOf(useSettledQuery(filterNames));
  const list = useJobs(filter, useWanted());
  return (
    <>
      <CursorTable
        title="Jobs"
        description="A backfill applies a rule to what is associated already; a sweep looks for drift and lost events."
        list={list}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty title={Object.keys(filter).length > 0 ? 'No job fits' : 'No jobs'}>
            They can be seen for 30 days after their end.
          </Empty>
        }
        actions={
          <Button onClick={() => goTo(hrefHere({ do: 'sweep' }))}>
            {mayWrite ? 'Start sweep' : 'Plan a sweep'}
          </Button>
        }
        filters={
          <Filters names={filterNames}>
            <ChoiceField name="status" label="Status" choices={statusChoices} />
            <ChoiceField name="kind" label="Kind" choices={kindChoices} />
            <RuleField name="settingName" label="Rule" />
            <TextField name="startedBy" label="Started by" placeholder="Part of the name" />
          </Filters>
        }
      />
      <SweepDialog />
    </>
  );
};
