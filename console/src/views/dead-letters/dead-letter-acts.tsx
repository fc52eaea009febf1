import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { DeadLetter } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { type Meant, useRedrive } from '../../data/dead-letters';
import { notify, notifyFailure } from '../../shell/notices';
import { counted } from '../../ui/numbers';
import { DiscardDialog } from './discard-dialog';

export type DeadLetterActsProps = {
  readonly letters: readonly DeadLetter[];
  readonly chosen: readonly DeadLetter[];
};

/** Those that are chosen; all when none is. */
export const meantOf = (chosen: readonly DeadLetter[]): Meant =>
  chosen.length === 0 ? 'all' : { ids: chosen.map(({ id }) => id) };

/** "Redrive all", "Redrive 2". */
const textFor = (verb: string, { length }: readonly DeadLetter[]): string =>
  `${verb} ${length === 0 ? 'all' : length}`;

/** Moves dead letters back to the queue, or throws them away: those that are chosen, else all. */
export const DeadLetterActs = ({ letters, chosen }: DeadLetterActsProps) => {
  const { mutate, isPending } = useRedrive();
  const [isDiscarding, setDiscarding] = useState(false);
  const mayWrite = useMayWrite();
  if (!mayWrite) return null;
  const redrive = (): void =>
    mutate(meantOf(chosen), {
      onSuccess: ({ moved, left }) =>
        notify({
          type: 'success',
          header: `${counted(moved, 'message')} moved back to the queue`,
          content: left > 0 ? `${left} are left.` : undefined,
        }),
      onError: (error) => notifyFailure('Nothing was redriven', error),
    });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button disabled={letters.length === 0} onClick={() => setDiscarding(true)}>
        {textFor('Discard', chosen)}
      </Button>
      <Button
        variant="primary"
        loading={isPending}
        disabled={letters.length === 0}
        onClick={redrive}
      >
        {textFor('Redrive', chosen)}
      </Button>
      {isDiscarding && (
        <DiscardDialog meant={meantOf(chosen)} onClose={() => setDiscarding(false)} />
      )}
    </SpaceBetween>
  );
};
