import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import type { Coverage } from '../../api/answers';
import { useCoverage } from '../../data/coverage';
import { isActive, useJobs } from '../../data/jobs';
import { useQueue } from '../../data/queue';
import { useRules } from '../../data/rules';
import { hrefOf } from '../../routing/route';
import { JobLink } from '../../ui/links';
import { count, counted, percentText } from '../../ui/numbers';
import { When } from '../../ui/when';

const rightText = (coverage: Coverage | undefined): string => {
  const { percent = null, looked = 0 } = coverage?.total ?? {};
  return percent === null ? '–' : `${percentText(percent)} of ${counted(looked, 'association')}`;
};

/** Figures that a link leads on from. */
const Work = () => {
  const { data: queue } = useQueue();
  const { data: rules } = useRules();
  const on = rules?.filter(({ status }) => status === 'Enable').length;
  return (
    <Container header={<Header variant="h2">Now</Header>}>
      <KeyValuePairs
        columns={2}
        minColumnWidth={120}
        items={[
          {
            label: 'Rules on',
            value: (
              <Link fontSize="heading-xl" href={hrefOf(['rules'])}>
                {on === undefined ? '…' : `${on} of ${rules?.length}`}
              </Link>
            ),
          },
          { label: 'Messages waiting', value: queue === undefined ? '…' : count(queue.waiting) },
          { label: 'In flight', value: queue === undefined ? '…' : count(queue.inFlight) },
          {
            label: 'Dead letters',
            value: (
              <Link href={hrefOf(['dead-letters'])}>
                {queue === undefined ? '…' : count(queue.dead)}
              </Link>
            ),
          },
        ]}
      />
    </Container>
  );
};

const jobsLookedAt = 20;

const LatestJobs = () => {
  const { items: jobs } = useJobs({}, jobsLookedAt);
  const { data: coverage } = useCoverage();
  const running = jobs?.filter(isActive) ?? [];
  const sweep = jobs?.find(({ kind, status }) => kind === 'sweep' && status === 'done');
  const findings = Object.values(sweep?.findings ?? {}).reduce((sum, n) => sum + n, 0);
  return (
    <Container header={<Header variant="h2">Jobs</Header>}>
      <KeyValuePairs
        columns={2}
        minColumnWidth={120}
        items={[
          {
            label: 'Going on',
            value:
              running.length === 0 ? (
                <Link href={hrefOf(['jobs'])}>none</Link>
              ) : (
                running.map(({ id }) => (
                  <div key={id}>
                    <JobLink id={id} />
                  </div>
                ))
              ),
          },
          {
            label: 'Last sweep',
            value:
              sweep === undefined ? (
                '–'
              ) : (
                <>
                  <JobLink id={sweep.id} /> <When time={sweep.finishedAt} />
                </>
              ),
          },
          { label: 'Right when it looked', value: rightText(coverage) },
          {
            label: 'It found',
            value: sweep === undefined ? '–' : counted(findings, 'wrong tag'),
          },
        ]}
      />
    </Container>
  );
};

/** The present state in figures. */
export const Tiles = () => (
  <ColumnLayout columns={2}>
    <Work />
    <LatestJobs />
  </ColumnLayout>
);
