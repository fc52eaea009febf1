import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useCreateKey, useRevokeKey, useRotateKey } from '../../data/access-keys';
import { FailureAlert } from '../../ui/failure-alert';
import { firstWish, KeyFields, type KeyFormValue, wishOf } from './key-fields';
import { Secret } from './secret';

export type KeyDialogKind = 'create' | 'rotate' | 'revoke';

export type KeyDialogProps = {
  readonly kind: KeyDialogKind;
  /** Empty for one that is to be made. */
  readonly accessKeyId: string;
  readonly onClose: () => void;
};

const words = {
  create: { title: 'Create access key', verb: 'Create' },
  rotate: { title: 'Rotate access key', verb: 'Rotate' },
  revoke: { title: 'Revoke access key', verb: 'Revoke' },
} as const;

const useKeyActs = ({ kind, accessKeyId, onClose }: KeyDialogProps) => {
  const create = useCreateKey();
  const rotate = useRotateKey();
  const revoke = useRevokeKey();
  const run = (value: KeyFormValue): void => {
    if (kind === 'create') create.mutate(wishOf(value));
    else if (kind === 'rotate') rotate.mutate({ accessKeyId, graceHours: Number(value.hours) });
    else revoke.mutate(accessKeyId, { onSuccess: onClose });
  };
  return {
    run,
    isPending: create.isPending || rotate.isPending || revoke.isPending,
    error: create.error ?? rotate.error ?? revoke.error,
    issued: create.data ?? rotate.data,
  };
};

/** Makes a key, gives it a new secret, or ends it; a secret is shown once. */
export const KeyDialog = (props: KeyDialogProps) => {
  const { kind, accessKeyId, onClose } = props;
  const [value, setValue] = useState(firstWish(kind));
  const { run, isPending, error, issued } = useKeyActs(props);
  const { title, verb } = words[kind];
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {issued === undefined ? 'Cancel' : 'Close'}
            </Button>
            {issued === undefined && (
              <Button variant="primary" loading={isPending} onClick={() => run(value)}>
                {verb}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error !== null && <FailureAlert what="Nothing was changed" error={error} />}
        {issued !== undefined && <Secret issued={issued} />}
        {issued === undefined && kind !== 'revoke' && (
          <KeyFields kind={kind} value={value} onChange={setValue} />
        )}
        {kind === 'revoke' && (
          <Box>
            <code>{accessKeyId}</code> ends at once and for ever: calls that are signed with it are
            refused.
          </Box>
        )}
      </SpaceBetween>
    </Modal>
  );
};
