import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { Job } from '../../api/answers';
import { useJob } from '../../data/jobs';
import { hrefOf } from '../../routing/route';
import { definitionsOf } from '../../ui/columns';
import { FailureAlert } from '../../ui/failure-alert';
import { ResourceLink, RuleLink } from '../../ui/links';
import { Loading } from '../../ui/loading';
import { count, counted } from '../../ui/numbers';
import { When } from '../../ui/when';
import { JobActs } from './job-acts';
import { JobProgress, JobScope, JobStatus } from './job-words';

const factsOf = (job: Job) => [
  { label: 'Works on', value: <JobScope job={job} /> },
  { label: 'Status', value: <JobStatus job={job} /> },
  { label: 'Progress', value: <JobProgress job={job} /> },
  { label: 'Found', value: count(job.found) },
  { label: 'Looked at', value: count(job.done) },
  { label: 'Changed', value: count(job.changed) },
  { label: 'Refused', value: count(job.refused) },
  { label: 'Failed', value: count(job.failed) },
  { label: 'Started by', value: <span className="name">{job.startedBy}</span> },
  { label: 'Started', value: <When time={job.startedAt} /> },
  { label: 'Last news', value: <When time={job.updatedAt} /> },
  { label: 'Finished', value: <When time={job.finishedAt} /> },
];

const Findings = ({ job }: { readonly job: Job }) => {
  const findings = Object.entries(job.findings);
  return findings.length === 0 ? null : (
    <Table
      header={
        <Header variant="h2" description="Tags that were wrong, and were repaired.">
          Findings
        </Header>
      }
      items={findings}
      columnDefinitions={definitionsOf<[string, number]>([
        { id: 'rule', header: 'Rule', cell: ([rule]) => <RuleLink name={rule} /> },
        { id: 'tags', header: 'Tags', cell: ([, tags]) => count(tags) },
      ])}
    />
  );
};

const Failures = ({ job: { failures, failed } }: { readonly job: Job }) =>
  failures.length === 0 ? null : (
    <Table
      header={
        <Header
          variant="h2"
          description={`The first ${counted(failures.length, 'failure')} of ${count(failed)}; each goes on as a message of its own.`}
        >
          Set aside
        </Header>
      }
      wrapLines
      items={failures}
      columnDefinitions={definitionsOf<Job['failures'][number]>([
        {
          id: 'resource',
          header: 'Resource',
          cell: ({ resource }) => <ResourceLink arn={resource} />,
        },
        { id: 'code', header: 'Code', cell: ({ code }) => code },
        { id: 'message', header: 'Why', cell: ({ message }) => message, minWidth: 240 },
      ])}
    />
  );

const Lanes = ({ job: { lanes } }: { readonly job: Job }) =>
  lanes.length < 2 ? null : (
    <Table
      header={
        <Header variant="h2" description="They work side by side, each on its own slice.">
          Lanes
        </Header>
      }
      items={lanes.map((lane, index) => ({ ...lane, number: index + 1 }))}
      columnDefinitions={definitionsOf<Job['lanes'][number] & { readonly number: number }>([
        { id: 'lane', header: 'Lane', cell: ({ number }) => number },
        { id: 'done', header: 'Looked at', cell: ({ done }) => count(done) },
        { id: 'state', header: 'State', cell: ({ isEnded }) => (isEnded ? 'ended' : 'at work') },
        { id: 'news', header: 'Last news', cell: ({ updatedAt }) => <When time={updatedAt} /> },
      ])}
    />
  );

/** One job, as it goes on, to its end. */
export const JobPage = ({ name }: { readonly name: string }) => {
  const { data: job, error, refetch } = useJob(name);
  if (job === undefined) {
    if (error === null) return <Loading what="the job" />;
    return <FailureAlert what="The job cannot be shown" error={error} onRetry={refetch} />;
  }
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h1" actions={<JobActs job={job} />}>
            Job {job.id}
          </Header>
        }
      >
        <KeyValuePairs columns={3} items={factsOf(job)} />
      </Container>
      {job.error !== null && (
        <Alert type="error" header={`The job is ${job.status}`}>
          {job.error} Put that right, then resume it.
        </Alert>
      )}
      <Lanes job={job} />
      <Findings job={job} />
      <Failures job={job} />
      <Link href={hrefOf(['history'], { eventId: job.id })}>What it did to tags: history</Link>
    </SpaceBetween>
  );
};
