import Link from '@cloudscape-design/components/link';
import StatusIndicator, {
  type StatusIndicatorProps,
} from '@cloudscape-design/components/status-indicator';
import { type ReactNode, useState } from 'react';
import type { HistoryEntry } from '../../api/answers';
import { type HistoryFilter, useHistory } from '../../data/history';
import { hrefOf } from '../../routing/route';
import type { Column } from '../../ui/columns';
import { CursorTable } from '../../ui/cursor-table';
import { Empty } from '../../ui/empty';
import { ResourceLink, RuleLink } from '../../ui/links';
import { counted } from '../../ui/numbers';
import { useWanted } from '../../ui/use-cursor-page';
import { ValueChange } from '../../ui/value';
import { When } from '../../ui/when';
import { Who } from '../../ui/who';
import { byCause, type CauseGroup, tellActions } from './by-cause';

const signs: Readonly<Record<HistoryEntry['action'], StatusIndicatorProps.Type>> = {
  set: 'success',
  removed: 'stopped',
  restored: 'success',
  refused: 'error',
  'handed over': 'info',
  closed: 'info',
  adopted: 'info',
};

/** What happened to one key; of a refusal nothing stands there. */
const Change = ({ entry }: { readonly entry: HistoryEntry }) =>
  entry.action === 'refused' ? (
    <>
      <ValueChange before={entry.previous} after={entry.previous} /> (wanted: {entry.value})
    </>
  ) : (
    <ValueChange before={entry.previous} after={entry.value} />
  );

type Row =
  | { readonly kind: 'cause'; readonly group: CauseGroup }
  | { readonly kind: 'entry'; readonly entry: HistoryEntry; readonly causeId: string };

const idOf = (row: Row): string =>
  row.kind === 'cause'
    ? row.group.id
    : [row.causeId, row.entry.time, row.entry.resource, row.entry.key, row.entry.action].join(' ');

const perRow =
  (
    cause: (group: CauseGroup) => ReactNode,
    entry: (entry: HistoryEntry) => ReactNode,
  ): ((row: Row) => ReactNode) =>
  (row) =>
    row.kind === 'cause' ? cause(row.group) : entry(row.entry);

/** Narrows the history to what an event, a sweep or a job did. */
const CauseLink = ({ cause }: { readonly cause: HistoryEntry['cause'] }) => (
  <span title={cause.eventId}>
    <Link href={hrefOf(['history'], { eventId: cause.eventId })}>{cause.eventName}</Link>
  </span>
);

const columns: readonly Column<Row>[] = [
  {
    id: 'what',
    header: 'Event, resource',
    minWidth: 230,
    cell: perRow(
      ({ cause }) => <CauseLink cause={cause} />,
      ({ resource }) => <ResourceLink arn={resource} />,
    ),
  },
  {
    id: 'time',
    header: 'When',
    cell: perRow(
      ({ time }) => <When time={time} />,
      ({ time }) => <When time={time} />,
    ),
  },
  {
    id: 'did',
    header: 'What happened',
    minWidth: 140,
    cell: perRow(
      ({ entries }) => tellActions(entries),
      ({ action }) => <StatusIndicator type={signs[action]}>{action}</StatusIndicator>,
    ),
  },
  {
    id: 'why',
    header: 'By, why',
    minWidth: 170,
    cell: perRow(
      ({ cause }) => <Who {...cause} />,
      ({ reason }) => reason,
    ),
  },
  {
    id: 'key',
    header: 'Key',
    cell: perRow(
      () => '',
      ({ key }) => key,
    ),
  },
  {
    id: 'value',
    header: 'Value',
    minWidth: 150,
    cell: perRow(
      () => '',
      (entry) => <Change entry={entry} />,
    ),
  },
  {
    id: 'rule',
    header: 'Rule',
    minWidth: 180,
    cell: perRow(
      () => '',
      ({ rule }) => <RuleLink name={rule} />,
    ),
  },
];

export type HistoryTableProps = {
  readonly filter: HistoryFilter;
  readonly headingTag?: 'h1' | 'h2';
  readonly filters?: ReactNode;
  readonly actions?: ReactNode;
};

/** What was done, by what caused it; a row opens to its tags. */
export const HistoryTable = ({
  filter,
  headingTag = 'h1',
  filters,
  actions,
}: HistoryTableProps) => {
  const list = useHistory(filter, useWanted());
  const groups = list.items && byCause(list.items);
  const [open, setOpen] = useState<readonly Row[]>([]);
  const rows = groups?.map((group): Row => ({ kind: 'cause', group }));
  return (
    <CursorTable
      title="History"
      description={
        list.items &&
        `${counted(list.items.length, 'change')} read so far, by what caused them, newest first.`
      }
      headingTag={headingTag}
      list={{ ...list, items: rows }}
      columns={columns}
      idOf={idOf}
      filters={filters}
      actions={actions}
      empty={
        <Empty title="Nothing happened">
          Entries are kept 90 days unless the stage says otherwise.
        </Empty>
      }
      expandable={{
        getItemChildren: (row) =>
          row.kind === 'cause'
            ? row.group.entries.map((entry) => ({ kind: 'entry', entry, causeId: row.group.id }))
            : [],
        isItemExpandable: ({ kind }) => kind === 'cause',
        expandedItems: open,
        onExpandableItemToggle: ({ detail: { item, expanded } }) =>
          setOpen(expanded ? [...open, item] : open.filter((row) => idOf(row) !== idOf(item))),
      }}
    />
  );
};
