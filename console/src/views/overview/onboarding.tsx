import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useMayWrite } from '../../api/read-only';
import { useSwitchFeature } from '../../data/feature';
import { goTo, hrefOf } from '../../routing/route';
import { notifyFailure } from '../../shell/notices';

const Meaning = () => (
  <Box variant="p">
    When a tag of a primary resource changes, or when something is associated with it, the
    associated resource inherits the tag. Rules say which types, and which keys; each one starts
    disabled, and shows beforehand what it would change. Only what is inherited is ever removed.
  </Box>
);

/** For an account that does not use the feature yet. */
export const Onboarding = () => {
  const { mutateAsync: switchFeature, isPending } = useSwitchFeature();
  const [isAgreed, setAgreed] = useState(false);
  const mayWrite = useMayWrite();
  // Not as callbacks of the call: this goes away as soon as the feature is on.
  const enable = async (): Promise<void> => {
    try {
      await switchFeature('Enable');
      goTo(hrefOf(['rules']));
    } catch (error) {
      notifyFailure('The feature was not enabled', error);
    }
  };
  return (
    <Container header={<Header variant="h1">Associated tag inheritance is off</Header>}>
      <SpaceBetween size="m">
        <Meaning />
        {mayWrite && (
          <>
            <Checkbox checked={isAgreed} onChange={({ detail }) => setAgreed(detail.checked)}>
              Heirtag may set and remove tags of associated resources of this account, as the rules
              say.
            </Checkbox>
            <Button
              variant="primary"
              loading={isPending}
              disabled={!isAgreed}
              {...(isAgreed ? {} : { disabledReason: 'Agree first that it may set tags' })}
              onClick={() => void enable()}
            >
              Enable and set rules
            </Button>
          </>
        )}
      </SpaceBetween>
    </Container>
  );
};
