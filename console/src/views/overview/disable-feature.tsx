import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useMayWrite } from '../../api/read-only';
import { useSwitchFeature } from '../../data/feature';
import { useRules } from '../../data/rules';
import { notify } from '../../shell/notices';
import { FailureAlert } from '../../ui/failure-alert';
import { InheritedCount } from '../../ui/inherited-count';
import { counted } from '../../ui/numbers';

const Figures = () => {
  const { data: rules = [] } = useRules();
  const on = rules.filter(({ status }) => status === 'Enable').length;
  return (
    <Box>
      {counted(on, 'rule')} on. <InheritedCount /> Turning the feature on again takes up what still
      stands.
    </Box>
  );
};

const Confirmation = ({ onClose }: { readonly onClose: () => void }) => {
  const { mutate, isPending, error } = useSwitchFeature();
  const disable = (): void =>
    mutate('Disable', {
      onSuccess: () => {
        notify({ type: 'success', header: 'Associated tag inheritance is off' });
        onClose();
      },
    });
  return (
    <Modal
      visible
      header="Disable this feature"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={isPending} onClick={disable}>
              Disable
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          After you disable associated tag inheritance, tags on associated resources are no longer
          managed. Existing tags on resources are not affected.
        </Alert>
        <Figures />
        {error !== null && <FailureAlert what="The feature is still on" error={error} />}
      </SpaceBetween>
    </Modal>
  );
};

/** Turns all of it off, with what that means. */
export const DisableFeature = () => {
  const [isOpen, setOpen] = useState(false);
  const mayWrite = useMayWrite();
  if (!mayWrite) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Disable this feature</Button>
      {isOpen && <Confirmation onClose={() => setOpen(false)} />}
    </>
  );
};
