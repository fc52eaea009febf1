import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Coverage } from '../../api/answers';
import { useCoverage } from '../../data/coverage';
import { type Column, definitionsOf } from '../../ui/columns';
import { Empty } from '../../ui/empty';
import { JobLink, RuleLink } from '../../ui/links';
import { count } from '../../ui/numbers';
import { Right } from '../../ui/right';
import { When } from '../../ui/when';

type RuleCoverage = Coverage['rules'][number];

const columns: readonly Column<RuleCoverage>[] = [
  {
    id: 'rule',
    header: 'Rule',
    cell: ({ settingName }) => <RuleLink name={settingName} />,
    minWidth: 210,
  },
  { id: 'right', header: 'Right', cell: Right, minWidth: 110 },
  { id: 'wrong', header: 'Repaired resources', cell: ({ wrong }) => count(wrong) },
  { id: 'looked', header: 'Associations', cell: ({ looked }) => count(looked) },
  { id: 'tags', header: 'Inherited tags', cell: ({ tags }) => count(tags) },
];

/** The worst first. */
const inOrder = (rules: Coverage['rules']): RuleCoverage[] =>
  rules.toSorted((left, right) => (left.percent ?? 101) - (right.percent ?? 101));

const Source = ({ sweep }: Pick<Coverage, 'sweep'>) =>
  sweep === null ? null : (
    <>
      Counted by sweep <JobLink id={sweep.id} />, <When time={sweep.finishedAt} />.
    </>
  );

/** How much of each rule the last sweep found right. */
export const CoverageTable = () => {
  const { data: coverage } = useCoverage();
  if (coverage === undefined) return null;
  const { sweep, rules } = coverage;
  return (
    <Table
      variant="container"
      wrapLines
      header={
        <Header variant="h2" description={<Source sweep={sweep} />}>
          Coverage by rule
        </Header>
      }
      items={inOrder(rules)}
      trackBy="settingName"
      columnDefinitions={definitionsOf(columns)}
      ariaLabels={{ tableLabel: 'Coverage by rule' }}
      empty={
        <Empty title={sweep === null ? 'No sweep has come to its end yet' : 'It saw nothing here'}>
          <Box>A sweep looks at everything that is associated, and counts it.</Box>
        </Empty>
      }
    />
  );
};
