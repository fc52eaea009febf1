import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { useState } from 'react';
import type { DeadLetter } from '../../api/answers';
import { useDeadLetters } from '../../data/dead-letters';
import type { Column } from '../../ui/columns';
import { Empty } from '../../ui/empty';
import { FailureAlert } from '../../ui/failure-alert';
import { ListTable } from '../../ui/list-table';
import { counted } from '../../ui/numbers';
import { When } from '../../ui/when';
import { DeadLetterActs } from './dead-letter-acts';

const Why = ({ error }: Pick<DeadLetter, 'error'>) =>
  error === null ? (
    <Box color="text-status-inactive">The worker died of it without a word.</Box>
  ) : (
    <>
      <strong>{error.code}</strong>: {error.message}{' '}
      {error.time !== null && (
        <Box color="text-body-secondary">
          <When time={error.time} />
        </Box>
      )}
    </>
  );

const columns: readonly Column<DeadLetter>[] = [
  {
    id: 'sent',
    header: 'Sent',
    cell: ({ sentAt }) => <When time={sentAt} />,
    sortBy: ({ sentAt }) => sentAt,
  },
  { id: 'kind', header: 'Kind', cell: ({ kind }) => kind, sortBy: ({ kind }) => kind },
  {
    id: 'why',
    header: 'Why it failed',
    cell: Why,
    sortBy: ({ error }) => error?.code ?? '',
    minWidth: 260,
  },
  {
    id: 'body',
    header: 'Message',
    minWidth: 220,
    cell: ({ id, body }) => (
      <ExpandableSection headerText={id}>
        <code className="asked">{body}</code>
      </ExpandableSection>
    ),
  },
];

/** Messages that failed every time, why, and what can be done with them. */
export const DeadLetters = () => {
  const { data, error, refetch } = useDeadLetters();
  const [chosenIds, setChosenIds] = useState<readonly string[]>([]);
  if (data === undefined && error !== null) {
    return <FailureAlert what="Dead letters cannot be shown" error={error} onRetry={refetch} />;
  }
  const letters = data?.deadLetters;
  const chosen = (letters ?? []).filter(({ id }) => chosenIds.includes(id));
  return (
    <ListTable
      title="Dead letters"
      description={
        data !== undefined && data.dead > data.deadLetters.length
          ? `Some of ${counted(data.dead, 'dead letter')}, oldest first.`
          : 'Messages that failed every time. Put right what they say, then redrive them.'
      }
      items={letters}
      columns={columns}
      idOf={({ id }) => id}
      textOf={({ kind, body, error: why }) => `${kind} ${body} ${why?.code} ${why?.message}`}
      empty={<Empty title="No dead letters">That is good news.</Empty>}
      selection={{ chosen, onChange: (each) => setChosenIds(each.map(({ id }) => id)) }}
      actions={<DeadLetterActs letters={letters ?? []} chosen={chosen} />}
    />
  );
};
