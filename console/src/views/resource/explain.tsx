import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useExplanation } from '../../data/resources';
import { goTo, hrefHere, useRoute } from '../../routing/route';
import { Empty } from '../../ui/empty';
import { FailureAlert } from '../../ui/failure-alert';
import { Loading } from '../../ui/loading';
import { KeyExplanation } from './key-explanation';

/** Any key can be asked for, there or not. */
const KeyBox = ({ value }: { readonly value: string }) => {
  const [text, setText] = useState(value);
  const ask = (): void => goTo(hrefHere({ key: text.trim() }));
  return (
    <div className="filters">
      <FormField label="Key" description="Also one that is not there. Empty: every key.">
        <Input
          value={text}
          placeholder="cost"
          onChange={({ detail }) => setText(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter') ask();
          }}
        />
      </FormField>
      <Button onClick={ask}>Explain</Button>
    </div>
  );
};

/** Why keys of a resource are as they are, hop by hop, and what can be done. */
export const Explain = ({ arn }: { readonly arn: string }) => {
  const key = useRoute().query.get('key') ?? '';
  const { data, error, refetch } = useExplanation(arn, key);
  return (
    <SpaceBetween size="l">
      <KeyBox key={key} value={key} />
      {data === undefined && error === null && <Loading what="why" />}
      {data === undefined && error !== null && (
        <FailureAlert what="The tags cannot be explained" error={error} onRetry={refetch} />
      )}
      {data?.keys.map((each) => (
        <KeyExplanation key={each.key} explained={each} />
      ))}
      {data?.keys.length === 0 && (
        <Empty title="No tag, and none that should be there">
          <Box>Ask for a key by its name.</Box>
        </Empty>
      )}
    </SpaceBetween>
  );
};
