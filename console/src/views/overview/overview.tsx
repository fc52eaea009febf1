import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense } from 'react';
import { useFeature } from '../../data/feature';
import { FailureAlert } from '../../ui/failure-alert';
import { Loading } from '../../ui/loading';
import { Alarms } from './alarms';
import { DisableFeature } from './disable-feature';
import { Onboarding } from './onboarding';
import { Tiles } from './tiles';

// Charts and tables are large; the figures do not wait for them.
const ActivityChart = lazy(async () => ({
  default: (await import('./activity-chart')).ActivityChart,
}));

const CoverageTable = lazy(async () => ({
  default: (await import('./coverage-table')).CoverageTable,
}));

/** Whether everything is all right, and the switch for all of it. */
export const Overview = () => {
  const { data: feature, error, refetch } = useFeature();
  if (feature === undefined) {
    if (error === null) return <Loading what="the overview" />;
    return <FailureAlert what="The overview cannot be shown" error={error} onRetry={refetch} />;
  }
  if (feature === 'Disable') return <Onboarding />;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="Tags of associated resources follow those of their primary resources."
        actions={<DisableFeature />}
      >
        Associated tag inheritance
      </Header>
      <Alarms />
      <Tiles />
      <Suspense fallback={<Loading what="what happened" />}>
        <ActivityChart />
      </Suspense>
      <Suspense fallback={<Loading what="what is right" />}>
        <CoverageTable />
      </Suspense>
    </SpaceBetween>
  );
};
