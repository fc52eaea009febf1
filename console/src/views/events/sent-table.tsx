import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Column } from '../../ui/columns';
import { Empty } from '../../ui/empty';
import { ListTable } from '../../ui/list-table';
import { count } from '../../ui/numbers';
import type { SentEvent } from './sent';

const signs = { touches: 'success', 'touches nothing': 'info', rejected: 'error' } as const;

const columns: readonly Column<SentEvent>[] = [
  {
    id: 'index',
    header: 'Event',
    cell: ({ index }) => `${index + 1}`,
    sortBy: ({ index }) => index,
  },
  {
    id: 'outcome',
    header: 'What came of it',
    minWidth: 160,
    cell: ({ outcome }) => <StatusIndicator type={signs[outcome]}>{outcome}</StatusIndicator>,
    sortBy: ({ outcome }) => outcome,
  },
  { id: 'why', header: 'Resources, or why not', cell: ({ why }) => why, minWidth: 260 },
];

/** What became of each event that was sent. */
export const SentTable = ({ sent }: { readonly sent: readonly SentEvent[] }) => {
  const of = (outcome: SentEvent['outcome']): string =>
    count(sent.filter((event) => event.outcome === outcome).length);
  return (
    <ListTable
      title="Events"
      headingTag="h2"
      description={`${of('touches')} touch something, ${of('touches nothing')} touch nothing, ${of('rejected')} were rejected.`}
      items={sent}
      columns={columns}
      idOf={({ index }) => String(index)}
      textOf={({ outcome, why }) => `${outcome} ${why}`}
      empty={<Empty title="No events" />}
    />
  );
};
