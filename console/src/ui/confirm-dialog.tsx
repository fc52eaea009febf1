import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { FailureAlert } from './failure-alert';

export type ConfirmDialogProps = {
  readonly title: string;
  /** What cannot be taken back, or is easily overlooked. */
  readonly warning: ReactNode;
  /** On the button. */
  readonly verb: string;
  /** Told when it fails: "Nothing was discarded". */
  readonly whatFailed: string;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** Figures, to decide on. */
  readonly children?: ReactNode;
};

/** Asks before something is done that is more than it looks. */
export const ConfirmDialog = (props: ConfirmDialogProps) => {
  const { title, warning, verb, whatFailed, error, isBusy, onConfirm, onClose, children } = props;
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={isBusy} onClick={onConfirm}>
              {verb}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{warning}</Alert>
        {children}
        {error !== null && <FailureAlert what={whatFailed} error={error} />}
      </SpaceBetween>
    </Modal>
  );
};
