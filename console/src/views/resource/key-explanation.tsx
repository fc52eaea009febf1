import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ExplainedKey } from '../../api/answers';
import { Value } from '../../ui/value';
import { When } from '../../ui/when';
import { Who } from '../../ui/who';
import { Hops } from './hops';
import { Parents } from './parents';
import { whatToDo } from './what-to-do';

const Pending = ({ pending }: Pick<ExplainedKey, 'pending'>) =>
  pending === null ? null : (
    <Alert type="info">
      The next look {pending.action === 'set' ? 'will set it to ' : `will ${pending.action} it `}
      {pending.action === 'set' && <Value value={pending.value} />} ({pending.reason}).
    </Alert>
  );

const Contest = ({ contest }: Pick<ExplainedKey, 'contest'>) =>
  contest === null ? null : (
    <Box>
      Contested since <When time={contest.since} /> by{' '}
      <Who principal={contest.by} isClaimed={contest.by !== null} />, who wanted{' '}
      <Value value={contest.theirs} />.
    </Box>
  );

/** Why one key is as it is. */
export const KeyExplanation = ({ explained }: { readonly explained: ExplainedKey }) => {
  const { key, value, origin, why, pending, contest, parents, chain } = explained;
  const todo = whatToDo(why);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<Badge color={origin === 'inherited' ? 'blue' : 'grey'}>{origin}</Badge>}
        >
          {key}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Box fontSize="heading-m">
          <Value value={value} />
        </Box>
        <Box>
          <strong>Why:</strong> {why}
        </Box>
        {todo !== undefined && (
          <Box>
            <strong>What to do:</strong> {todo}
          </Box>
        )}
        <Pending pending={pending} />
        <Contest contest={contest} />
        <Parents of={key} parents={parents} />
        <Hops chain={chain} />
      </SpaceBetween>
    </Container>
  );
};
