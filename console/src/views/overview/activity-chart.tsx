import BarChart from '@cloudscape-design/components/bar-chart';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type Activity, type Stats, statsIn, useActivity } from '../../data/activity';
import { Empty } from '../../ui/empty';
import { count } from '../../ui/numbers';
import { When } from '../../ui/when';

type Counts = Pick<Stats['total'], 'set' | 'removed' | 'restored' | 'refused' | 'contested'>;

type Kind = { readonly title: string; readonly of: (counts: Counts) => number };

const kinds: readonly Kind[] = [
  { title: 'Set', of: ({ set }) => set },
  { title: 'Removed or restored', of: ({ removed, restored }) => removed + restored },
  { title: 'Refused', of: ({ refused }) => refused },
  { title: 'Contested', of: ({ contested }) => contested },
];

const hourText = (hour: Date): string =>
  hour.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

const seriesOf = (activity: Activity) =>
  kinds.map(({ title, of }) => ({
    title,
    type: 'bar' as const,
    data: activity.hours.map((hour) => {
      const counts = statsIn(activity, hour);
      return { x: hour, y: counts === undefined ? 0 : of(counts) };
    }),
  }));

const secondsText = (milliseconds: number | null): string =>
  milliseconds === null ? '–' : `${(milliseconds / 1000).toPrecision(2)} s`;

const Figures = ({ total }: { readonly total: Stats['total'] }) => (
  <KeyValuePairs
    columns={3}
    minColumnWidth={120}
    items={[
      ...kinds.map(({ title, of }) => ({ label: title, value: count(of(total)) })),
      { label: 'Lag from event to decision, p50', value: secondsText(total.lag.p50Ms) },
      { label: 'Lag from event to decision, p99', value: secondsText(total.lag.p99Ms) },
    ]}
  />
);

/** A busy account has more than one call reads. */
const Reach = ({ readDownTo }: Pick<Stats, 'readDownTo'>) =>
  readDownTo === null ? null : (
    <>
      Only the latest changes were read, down to <When time={readDownTo} />.
    </>
  );

/** What was done to tags in the last day, hour by hour, and how late. */
export const ActivityChart = () => {
  const { data: activity, error } = useActivity();
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={activity && <Reach readDownTo={activity.stats.readDownTo} />}
        >
          Last 24 hours
        </Header>
      }
    >
      <SpaceBetween size="m">
        {activity && <Figures total={activity.stats.total} />}
        <BarChart
          series={activity === undefined ? [] : seriesOf(activity)}
          xDomain={activity === undefined ? [] : [...activity.hours]}
          xScaleType="categorical"
          stackedBars
          hideFilter
          height={200}
          ariaLabel="Tags set, removed, refused and contested in the last 24 hours"
          xTitle="Hour"
          yTitle="Tags"
          i18nStrings={{ xTickFormatter: hourText }}
          statusType={statusOf(activity, error)}
          empty={<Empty title="Nothing happened" />}
          noMatch={<Empty title="Nothing happened" />}
        />
      </SpaceBetween>
    </Container>
  );
};

const statusOf = (activity: Activity | undefined, error: unknown) => {
  if (activity !== undefined) return 'finished';
  return error === null ? 'loading' : 'error';
};
