import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ExplainedKey } from '../../api/answers';
import { definitionsOf } from '../../ui/columns';
import { ResourceLink, RuleLink } from '../../ui/links';
import { Value } from '../../ui/value';

type Parent = ExplainedKey['parents'][number];

/** What each primary of the resource offers, and what comes of it. */
export const Parents = ({
  of,
  parents,
}: Pick<ExplainedKey, 'parents'> & { readonly of: string }) =>
  parents.length === 0 ? null : (
    <Table
      variant="borderless"
      wrapLines
      header={<Header variant="h3">Primaries</Header>}
      items={parents}
      ariaLabels={{ tableLabel: `Primaries for ${of}` }}
      columnDefinitions={definitionsOf<Parent>([
        {
          id: 'primary',
          header: 'Primary',
          cell: ({ primary }) => <ResourceLink arn={primary} />,
          minWidth: 190,
        },
        { id: 'rule', header: 'Rule', cell: ({ rule }) => <RuleLink name={rule} />, minWidth: 180 },
        { id: 'value', header: 'Its value', cell: ({ value }) => <Value value={value} /> },
        {
          id: 'verdict',
          header: 'Verdict',
          minWidth: 170,
          cell: ({ verdict }) => (
            <StatusIndicator type={verdict === 'wins' ? 'success' : 'stopped'}>
              {verdict}
            </StatusIndicator>
          ),
        },
      ])}
    />
  );
