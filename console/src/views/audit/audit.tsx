import StatusIndicator, {
  type StatusIndicatorProps,
} from '@cloudscape-design/components/status-indicator';
import type { AuditEntry } from '../../api/answers';
import { type AuditFilter, type AuditScope, useAudit } from '../../data/audit';
import type { Column } from '../../ui/columns';
import { CursorTable } from '../../ui/cursor-table';
import { Empty } from '../../ui/empty';
import { ChoiceField, TextField } from '../../ui/filter-fields';
import { Filters } from '../../ui/filters';
import { RuleLink } from '../../ui/links';
import { useWanted } from '../../ui/use-cursor-page';
import { textsOf, useSettledQuery } from '../../ui/use-settled-query';
import { When } from '../../ui/when';

const outcomes: Readonly<Record<AuditEntry['outcome'], StatusIndicatorProps.Type>> = {
  started: 'pending',
  done: 'success',
  partly: 'warning',
  refused: 'error',
  failed: 'error',
};

const tellCounts = (counts: AuditEntry['counts']): string =>
  Object.entries(counts ?? {})
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${value} ${name}`)
    .join(', ');

/** An entry that was never ended was cut off: it may have happened. */
const Outcome = ({ outcome, code, counts }: AuditEntry) => (
  <>
    <StatusIndicator type={outcomes[outcome]}>
      {outcome === 'started' ? 'cut off, may have happened' : outcome}
    </StatusIndicator>{' '}
    {code} {tellCounts(counts)}
  </>
);

const Target = ({ target, input }: AuditEntry) => {
  const { settingName, ...rest } = target;
  const asked = input == null ? '' : JSON.stringify(input);
  return (
    <>
      {settingName !== undefined && <RuleLink name={settingName} />} {Object.values(rest).join(' ')}{' '}
      <code className="asked">{asked}</code>
    </>
  );
};

const columns: readonly Column<AuditEntry>[] = [
  { id: 'time', header: 'When', cell: ({ time }) => <When time={time} /> },
  { id: 'who', header: 'Who', cell: ({ principal }) => <span className="name">{principal}</span> },
  { id: 'action', header: 'Call', cell: ({ action }) => <code>{action}</code>, minWidth: 170 },
  { id: 'target', header: 'What', cell: Target, minWidth: 200 },
  { id: 'outcome', header: 'Outcome', cell: Outcome, minWidth: 110 },
  {
    id: 'request',
    header: 'Request',
    cell: ({ requestId }) => <code className="name">{requestId}</code>,
    minWidth: 160,
  },
];

const textNames = ['principal', 'action', 'requestId'] as const;
const filterNames = [...textNames, 'scope'];

/** Who changed what through the API. */
export const Audit = () => {
  const query = useSettledQuery(filterNames);
  const scope: AuditScope = query.get('scope') === 'stage' ? 'stage' : 'account';
  const filter: AuditFilter = textsOf(query, textNames);
  const list = useAudit(scope, filter, useWanted());
  return (
    <CursorTable
      title="Audit"
      description="Who changed what through this API, newest first. Entries are kept 400 days."
      list={list}
      columns={columns}
      idOf={({ time, requestId }) => `${time} ${requestId}`}
      empty={
        <Empty
          title={Object.keys(filter).length > 0 ? 'No call fits' : 'Nothing was changed yet'}
        />
      }
      filters={
        <Filters names={filterNames}>
          <TextField name="principal" label="Who" placeholder="Part of the name" />
          <TextField name="action" label="Call" placeholder="Part of method and path" />
          <TextField name="requestId" label="Request id" />
          <ChoiceField
            name="scope"
            label="Of"
            none="This account"
            choices={[{ value: 'stage', label: 'The stage: dead letters, events, sweeps of all' }]}
          />
        </Filters>
      }
    />
  );
};
