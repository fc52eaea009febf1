import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useContested } from '../../data/contested';
import { useJobs } from '../../data/jobs';
import { useQueue } from '../../data/queue';
import { hrefOf } from '../../routing/route';
import { counted } from '../../ui/numbers';

/** Jobs that are looked at for failures: the latest ones. */
const jobsLookedAt = 20;

/** Whatever somebody should look at; nothing is told plainly, too. */
export const Alarms = () => {
  const { data: queue } = useQueue();
  const contested = useContested(1);
  const jobs = useJobs({}, jobsLookedAt);
  const dead = queue?.dead ?? 0;
  const fights = contested.items?.length ?? 0;
  const failed = jobs.items?.filter(({ status }) => status === 'failed').length ?? 0;
  if (queue === undefined || contested.items === undefined || jobs.items === undefined) return null;
  if (dead + fights + failed === 0) {
    return <StatusIndicator type="success">Nothing needs you</StatusIndicator>;
  }
  const least = contested.hasMore ? 'At least ' : '';
  return (
    <SpaceBetween size="s">
      {dead > 0 && (
        <Alert type="error" header={`${counted(dead, 'dead letter')}`}>
          Messages that failed every time: tags may be wrong until they are redriven.{' '}
          <Link href={hrefOf(['dead-letters'])}>See why</Link>
        </Alert>
      )}
      {fights > 0 && (
        <Alert type="warning" header={`${least}${counted(fights, 'contested tag')}`}>
          Somebody kept changing them back; they are left alone.{' '}
          <Link href={hrefOf(['contested'])}>See who</Link>
        </Alert>
      )}
      {failed > 0 && (
        <Alert type="error" header={`${counted(failed, 'job')} failed`}>
          <Link href={hrefOf(['jobs'], { status: 'failed' })}>See why, and resume</Link>
        </Alert>
      )}
    </SpaceBetween>
  );
};
