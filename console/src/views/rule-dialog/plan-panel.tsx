import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { Change } from '../../data/change';
import type { PlanSoFar, usePlan } from '../../data/plan';
import { FailureAlert } from '../../ui/failure-alert';
import { RuleLink } from '../../ui/links';
import { counted } from '../../ui/numbers';
import { PlanDownload } from './plan-download';
import { PlanTable } from './plan-table';
import { type PlanKind, PlanTiles } from './plan-tiles';

export type Planning = ReturnType<typeof usePlan>;

export type PlanPanelProps = {
  /** What it means that no tag changes. */
  readonly noEffect: string;
  readonly change: Change;
  readonly planning: Planning;
  readonly isConflict: boolean;
};

const Progress = ({ planning }: { readonly planning: Planning }) => {
  const { isPlanning, isPart, plan, planMore, stop } = planning;
  if (isPlanning) {
    return (
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Spinner /> Planning
        {plan !== undefined && (
          <Button variant="inline-link" onClick={stop}>
            Stop
          </Button>
        )}
      </SpaceBetween>
    );
  }
  if (!isPart) return <StatusIndicator type="success">The whole plan</StatusIndicator>;
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <StatusIndicator type="info">
        The first {counted(plan?.counts.resources ?? 0, 'resource')}
      </StatusIndicator>
      <Button variant="inline-link" onClick={planMore}>
        Plan on
      </Button>
    </SpaceBetween>
  );
};

const Refusals = ({ refusals }: Pick<PlanSoFar, 'refusals'>) =>
  refusals.length === 0 ? null : (
    <Alert type="warning" header={`${counted(refusals.length, 'rule')} would be refused`}>
      <ul>
        {refusals.map(({ settingName, message }) => (
          <li key={settingName}>
            <RuleLink name={settingName} />: {message}
          </li>
        ))}
      </ul>
    </Alert>
  );

/** What the plan knows nothing of. */
const Unread = ({ unread }: Pick<PlanSoFar, 'unread'>) =>
  unread.length === 0 ? null : (
    <Alert type="warning" header={`${counted(unread.length, 'resource')} could not be read`}>
      <ul>
        {unread.map(({ resource, message }) => (
          <li key={resource}>
            {resource}: {message}
          </li>
        ))}
      </ul>
    </Alert>
  );

const Planned = ({
  plan,
  planning,
  noEffect,
}: Omit<PlanPanelProps, 'change' | 'isConflict'> & { readonly plan: PlanSoFar }) => {
  const [kind, setKind] = useState<PlanKind>('changes');
  const { counts, refusals, unread } = plan;
  const isWhole = !planning.isPlanning && !planning.isPart;
  const isQuiet = isWhole && counts.set + counts.remove + counts.refuse === 0;
  return (
    <SpaceBetween size="s">
      <Refusals refusals={refusals} />
      <Unread unread={unread} />
      {isQuiet && (
        <Alert type="info" header="No tag changes now">
          {noEffect}
        </Alert>
      )}
      {!(isWhole && plan.tags.length === 0) && (
        <>
          <PlanTiles counts={counts} isPart={planning.isPart} kind={kind} onKind={setKind} />
          <PlanTable plan={plan} kind={kind} onKind={setKind} />
        </>
      )}
    </SpaceBetween>
  );
};

/** What a change would do to tags, made again with each edit. */
export const PlanPanel = ({ noEffect, change, planning, isConflict }: PlanPanelProps) => {
  const { plan, error, planAgain } = planning;
  return (
    <SpaceBetween size="m">
      <Header
        variant="h3"
        description="What would change right now, chains included. Nothing is written yet."
        actions={plan !== undefined && plan.tags.length > 0 && <PlanDownload change={change} />}
      >
        Plan
      </Header>
      {error !== null && !isConflict ? (
        <FailureAlert what="This cannot be planned" error={error} onRetry={planAgain} />
      ) : (
        <Progress planning={planning} />
      )}
      {plan !== undefined && <Planned plan={plan} planning={planning} noEffect={noEffect} />}
    </SpaceBetween>
  );
};
