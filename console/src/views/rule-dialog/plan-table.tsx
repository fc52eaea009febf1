import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Pagination from '@cloudscape-design/components/pagination';
import StatusIndicator, {
  type StatusIndicatorProps,
} from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useMemo, useState } from 'react';
import type { PlanStep } from '../../api/answers';
import type { PlanSoFar } from '../../data/plan';
import { type Column, definitionsOf } from '../../ui/columns';
import { Empty } from '../../ui/empty';
import { ResourceLink } from '../../ui/links';
import { count } from '../../ui/numbers';
import { inReadingOrder, type PlannedRow } from './plan-order';
import { type PlanKind, stepsOf } from './plan-tiles';

const pageSize = 25;

const signs: Readonly<Record<PlanStep['action'], StatusIndicatorProps.Type>> = {
  set: 'success',
  remove: 'stopped',
  refuse: 'error',
  keep: 'info',
  close: 'info',
};

const Why = ({ step }: { readonly step: PlanStep }) => (
  <StatusIndicator type={step.reason === 'overwrites' ? 'warning' : signs[step.action]}>
    {step.action}: {step.reason}
  </StatusIndicator>
);

const Now = ({ before, value, action }: PlanStep) => {
  if (before === null) return <Box color="text-status-inactive">no tag</Box>;
  return action !== 'keep' && before !== value ? <del>{before}</del> : before;
};

const Then = ({ value, wanted, action }: PlanStep) => (
  <>
    {value ?? <Box color="text-status-inactive">no tag</Box>}
    {action === 'refuse' && wanted !== null && (
      <Box color="text-status-inactive">wanted: {wanted}</Box>
    )}
  </>
);

const columns: readonly Column<PlannedRow>[] = [
  {
    id: 'resource',
    header: 'Resource',
    minWidth: 190,
    cell: ({ arn, depth }) => (
      <span className={`depth-${Math.min(depth, 4)}`}>
        {depth > 0 && <span aria-hidden="true">↳ </span>}
        <ResourceLink arn={arn} />
      </span>
    ),
  },
  { id: 'key', header: 'Key', cell: ({ key }) => key },
  { id: 'now', header: 'Now', cell: Now },
  { id: 'then', header: 'Then', cell: Then },
  { id: 'why', header: 'Why', cell: (step) => <Why step={step} />, minWidth: 170 },
];

export type PlanTableProps = {
  readonly plan: PlanSoFar;
  readonly kind: PlanKind;
  readonly onKind: (kind: PlanKind) => void;
};

/** Each tag that a plan would change: overwrites and refusals first, what follows below what it follows. */
export const PlanTable = ({ plan, kind, onKind }: PlanTableProps) => {
  const [page, setPage] = useState(1);
  const rows = useMemo(() => inReadingOrder(plan), [plan]);
  const shown = stepsOf(kind, rows);
  const pages = Math.max(1, Math.ceil(shown.length / pageSize));
  const here = Math.min(page, pages);
  const hidden = rows.length - shown.length;
  return (
    <Table
      variant="embedded"
      wrapLines
      items={shown.slice((here - 1) * pageSize, here * pageSize)}
      trackBy={({ arn, key, action }) => `${arn} ${key} ${action}`}
      columnDefinitions={definitionsOf(columns)}
      ariaLabels={{ tableLabel: 'Plan' }}
      empty={<Empty title="Nothing of this kind" />}
      pagination={
        pages > 1 && (
          <Pagination
            currentPageIndex={here}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )
      }
      footer={
        <Box color="text-body-secondary">
          {count(shown.length)} of {count(rows.length)} shown
          {hidden > 0 && kind === 'changes' && `; ${count(hidden)} more unchanged `}
          {kind !== 'changes' && (
            <Button variant="inline-link" onClick={() => onKind('changes')}>
              Show all changes
            </Button>
          )}
        </Box>
      }
    />
  );
};
