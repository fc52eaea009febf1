import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { useExplanation } from '../../data/resources';
import { useQueryState } from '../../routing/query';
import { FailureAlert } from '../../ui/failure-alert';
import { ChoiceField } from '../../ui/filter-fields';
import { Loading } from '../../ui/loading';
import { Heirs } from './heirs';
import { Sources } from './sources';

/** Which tags are followed: one key, or all; all of the chain, or only where it differs. */
const Picker = ({ keys }: { readonly keys: readonly string[] }) => {
  const [differing, setDiffering] = useQueryState('differing');
  return (
    <div className="filters">
      <ChoiceField
        name="key"
        label="Key"
        none="All keys"
        choices={keys.map((value) => ({ value, label: value }))}
      />
      <Toggle
        checked={differing === 'only'}
        onChange={({ detail }) => setDiffering(detail.checked ? 'only' : '')}
      >
        Only heirs that differ
      </Toggle>
    </div>
  );
};

/** Where a resource's tags come from, and where they go to. */
export const Chain = ({ arn }: { readonly arn: string }) => {
  const [key] = useQueryState('key');
  const { data, error, refetch } = useExplanation(arn, '');
  if (data === undefined) {
    if (error === null) return <Loading what="the chain" />;
    return <FailureAlert what="The chain cannot be shown" error={error} onRetry={refetch} />;
  }
  const keys = data.keys.map((each) => each.key);
  const shown = data.keys.filter((each) => key === '' || each.key === key);
  return (
    <SpaceBetween size="l">
      <Picker keys={keys} />
      <Container header={<Header variant="h2">Sources</Header>}>
        <Sources arn={arn} keys={shown} />
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description="What hangs on this resource, and what comes there of its tags."
          >
            Heirs
          </Header>
        }
      >
        <Heirs primary={arn} wanted={key} />
        {keys.length === 0 && <Box>It has no tag that could be inherited.</Box>}
      </Container>
    </SpaceBetween>
  );
};
