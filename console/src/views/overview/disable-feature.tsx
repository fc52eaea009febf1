import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { useMayWrite } from '../../api/read-only';
import { useSwitchFeature } from '../../data/feature';
import { useRules } from '../../data/rules';
import { notify } from '../../shell/notices';
import { ConfirmDialog } from '../../ui/confirm-dialog';
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
    <ConfirmDialog
      title="Disable this feature"
      warning="After you disable associated tag inheritance, tags on associated resources are no longer managed. Existing tags on resources are not affected."
      verb="Disable"
      whatFailed="The feature is still on"
      error={error}
      isBusy={isPending}
      onConfirm={disable}
      onClose={onClose}
    >
      <Figures />
    </ConfirmDialog>
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
