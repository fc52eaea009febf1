import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type Meant, useDiscard } from '../../data/dead-letters';
import { notify } from '../../shell/notices';
import { FailureAlert } from '../../ui/failure-alert';
import { counted } from '../../ui/numbers';

/** Asks before dead letters are thrown away. */
export const DiscardDialog = ({
  meant,
  onClose,
}: {
  readonly meant: Meant;
  readonly onClose: () => void;
}) => {
  const { mutate, isPending, error } = useDiscard();
  const which = meant === 'all' ? 'all dead letters' : counted(meant.ids.length, 'dead letter');
  const discard = (): void =>
    mutate(meant, {
      onSuccess: ({ discarded }) => {
        notify({ type: 'success', header: `${counted(discarded, 'dead letter')} discarded` });
        onClose();
      },
    });
  return (
    <Modal
      visible
      header={`Discard ${which}`}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={isPending} onClick={discard}>
              Discard
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          They are gone for ever. What they were about stays as it is until the next event or sweep.
        </Alert>
        {error !== null && <FailureAlert what="Nothing was discarded" error={error} />}
      </SpaceBetween>
    </Modal>
  );
};
