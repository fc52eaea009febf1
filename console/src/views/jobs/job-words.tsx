import Box from '@cloudscape-design/components/box';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator, {
  type StatusIndicatorProps,
} from '@cloudscape-design/components/status-indicator';
import type { Job } from '../../api/answers';
import { isStuck } from '../../data/jobs';
import { RuleLink } from '../../ui/links';
import { count } from '../../ui/numbers';

const signs: Readonly<Record<Job['status'], StatusIndicatorProps.Type>> = {
  waiting: 'pending',
  running: 'in-progress',
  done: 'success',
  cancelled: 'stopped',
  failed: 'error',
};

export const JobStatus = ({ job }: { readonly job: Job }) =>
  isStuck(job, Date.now()) ? (
    <StatusIndicator type="warning">{job.status}, not a word for an hour</StatusIndicator>
  ) : (
    <StatusIndicator type={signs[job.status]}>{job.status}</StatusIndicator>
  );

/** What a job works on. */
export const JobScope = ({ job }: { readonly job: Job }) => {
  if (job.settingName !== null) return <RuleLink name={job.settingName} />;
  return <>{job.accountId === null ? 'Sweep over all accounts' : 'Sweep'}</>;
};

/** "12 of 40 a second, 3 minutes left". */
const paceText = ({ ratePerSecond, secondsLeft }: Job): string => {
  const rate = ratePerSecond === null ? '' : `${ratePerSecond.toFixed(1)} a second`;
  const left = secondsLeft === null ? '' : `, ${tellSeconds(secondsLeft)} left`;
  return `${rate}${left}`;
};

const tellSeconds = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;

/** How far a job has come; until all is counted nobody knows of how much. */
export const JobProgress = ({ job }: { readonly job: Job }) => {
  if (job.status === 'done') return <>{count(job.done)} looked at</>;
  if (job.percent === null) {
    return (
      <Box color="text-body-secondary">
        {count(job.done)} of {count(job.found)} counted so far
      </Box>
    );
  }
  return (
    <ProgressBar
      value={job.percent}
      ariaLabel={`Progress of job ${job.id}`}
      additionalInfo={`${count(job.done)} of ${count(job.found)}. ${paceText(job)}`}
    />
  );
};
