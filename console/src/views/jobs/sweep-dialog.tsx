import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMayWrite } from '../../api/read-only';
import { usePlan } from '../../data/plan';
import { useCarryOut } from '../../data/rules';
import { goTo, hrefHere, useRoute } from '../../routing/route';
import { notify } from '../../shell/notices';
import { FailureAlert } from '../../ui/failure-alert';
import { JobLink } from '../../ui/links';
import { DialogButtons } from '../rule-dialog/dialog-buttons';
import { PlanPanel } from '../rule-dialog/plan-panel';

const sweep = { kind: 'sweep' } as const;

const close = (): void => goTo(hrefHere({ do: undefined }));

const tellStart = (id: string): void =>
  notify({
    type: 'success',
    header: (
      <>
        Sweep <JobLink id={id} /> has started
      </>
    ),
  });

const OpenDialog = () => {
  const planning = usePlan(sweep);
  const carryOut = useCarryOut();
  const mayWrite = useMayWrite();
  const confirm = (): void =>
    carryOut.mutate(sweep, {
      onSuccess: (answer) => {
        if ('id' in answer) tellStart(answer.id);
        close();
      },
    });
  return (
    <Modal
      visible
      size="max"
      header={mayWrite ? 'Start sweep' : 'Plan of a sweep'}
      onDismiss={close}
      footer={
        <DialogButtons
          verb={mayWrite ? 'Start' : ''}
          isRestored={false}
          plan={planning.plan}
          isPart={planning.isPart}
          problem={undefined}
          isBusy={carryOut.isPending}
          onConfirm={confirm}
          onClose={close}
        />
      }
    >
      <SpaceBetween size="l">
        {carryOut.error !== null && (
          <FailureAlert what="No sweep was started" error={carryOut.error} />
        )}
        <PlanPanel
          change={sweep}
          planning={planning}
          isConflict={false}
          noEffect="Nothing has drifted, and no event was lost."
        />
      </SpaceBetween>
    </Modal>
  );
};

/** What a sweep would repair, before it is started; the address says that it is asked for. */
export const SweepDialog = () => {
  const { query } = useRoute();
  return query.get('do') === 'sweep' ? <OpenDialog /> : null;
};
