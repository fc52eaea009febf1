import { type Meant, useDiscard } from '../../data/dead-letters';
import { notify } from '../../shell/notices';
import { ConfirmDialog } from '../../ui/confirm-dialog';
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
    <ConfirmDialog
      title={`Discard ${which}`}
      warning="They are gone for ever. What they were about stays as it is until the next event or sweep."
      verb="Discard"
      whatFailed="Nothing was discarded"
      error={error}
      isBusy={isPending}
      onConfirm={discard}
      onClose={onClose}
    />
  );
};
