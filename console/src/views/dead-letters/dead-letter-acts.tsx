import Button from '@cloudscape-design/components/button';
import type { DeadLetter } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { useRedrive } from '../../data/dead-letters';
import { notify, notifyFailure } from '../../shell/notices';
import { counted } from '../../ui/numbers';

export type DeadLetterActsProps = {
  readonly letters: readonly DeadLetter[];
  readonly chosen: readonly DeadLetter[];
};

/** Moves dead letters back to the queue. */
export const DeadLetterActs = ({ letters }: DeadLetterActsProps) => {
  const { mutate, isPending } = useRedrive();
  const mayWrite = useMayWrite();
  if (!mayWrite) return null;
  const redrive = (): void =>
    mutate(
      {},
      {
        onSuccess: ({ moved, left }) =>
          notify({
            type: 'success',
            header: `${counted(moved, 'message')} moved back to the queue`,
            content: left > 0 ? `${left} are left.` : undefined,
          }),
        onError: (error) => notifyFailure('Nothing was redriven', error),
      },
    );
  return (
    <Button loading={isPending} disabled={letters.length === 0} onClick={redrive}>
      Redrive all
    </Button>
  );
};
