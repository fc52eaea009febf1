import BarChart from '@cloudscape-design/components/bar-chart';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { HistoryEntry } from '../../api/answers';
import { type Activity, countIn, useActivity } from '../../data/activity';
import { Empty } from '../../ui/empty';
import { counted } from '../../ui/numbers';

type Kind = { readonly title: string; readonly is: (entry: HistoryEntry) => boolean };

const kinds: readonly Kind[] = [
  { title: 'Set', is: ({ action }) => action === 'set' },
  {
    title: 'Removed or restored',
    is: ({ action }) => action === 'removed' || action === 'restored',
  },
  { title: 'Refused', is: ({ action }) => action === 'refused' },
];

const hourText = (hour: Date): string =>
  hour.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

const seriesOf = (activity: Activity) =>
  kinds.map(({ title, is }) => ({
    title,
    type: 'bar' as const,
    data: activity.hours.map((hour) => ({ x: hour, y: countIn(activity, hour, is) })),
  }));

const tell = ({ entries, isPart }: Activity): string =>
  isPart
    ? `The latest ${counted(entries.length, 'change')}.`
    : `${counted(entries.length, 'change')}.`;

/** What was done to tags in the last day, hour by hour. */
export const ActivityChart = () => {
  const { data: activity, error } = useActivity();
  return (
    <Container
      header={
        <Header variant="h2" description={activity && tell(activity)}>
          Last 24 hours
        </Header>
      }
    >
      <BarChart
        series={activity === undefined ? [] : seriesOf(activity)}
        xDomain={activity === undefined ? [] : [...activity.hours]}
        xScaleType="categorical"
        stackedBars
        hideFilter
        height={200}
        ariaLabel="Tags set, removed and refused in the last 24 hours"
        xTitle="Hour"
        yTitle="Tags"
        i18nStrings={{ xTickFormatter: hourText }}
        statusType={statusOf(activity, error)}
        empty={<Empty title="Nothing happened" />}
        noMatch={<Empty title="Nothing happened" />}
      />
    </Container>
  );
};

const statusOf = (activity: Activity | undefined, error: unknown) => {
  if (activity !== undefined) return 'finished';
  return error === null ? 'loading' : 'error';
};
