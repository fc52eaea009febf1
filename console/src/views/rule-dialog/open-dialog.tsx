import Grid from '@cloudscape-design/components/grid';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Rule } from '../../api/answers';
import { usePlan } from '../../data/plan';
import { useCarryOut } from '../../data/rules';
import { FailureAlert } from '../../ui/failure-alert';
import { counted } from '../../ui/numbers';
import { shortRule } from '../../ui/short-names';
import { useSettled } from '../../ui/use-settled';
import { type Act, actWords, hasSetting } from './acts';
import { changeOf } from './change';
import { Conflict } from './conflict';
import { DialogButtons } from './dialog-buttons';
import { type Draft, draftOf, problemOf } from './draft';
import { Effects } from './effects';
import { tellOutcome } from './outcome';
import { PlanPanel } from './plan-panel';
import { SettingFields } from './setting-fields';
import { leftAsStale, staleRules } from './stale';

export type OpenDialogProps = {
  readonly act: Act;
  /** At least one, as they were when the dialog opened. */
  readonly rules: readonly Rule[];
  readonly onClose: () => void;
};

/** Milliseconds without another change before the plan is made again. */
const settleMs = 250;

const titleOf = (act: Act, [rule, ...more]: readonly Rule[]): string =>
  `${actWords[act].title}: ${rule === undefined || more.length > 0 ? counted(more.length + 1, 'rule') : shortRule(rule.settingName)}`;

/** What the dialog stands for, and its plan. */
const usePlannedChange = (act: Act, rules: readonly Rule[], draft: Draft) => {
  const isAsked = hasSetting(act) && (rules.length === 1 || draft.isShared);
  const problem = isAsked ? problemOf(draft) : undefined;
  const change = changeOf(act, rules, draft);
  const text = JSON.stringify(change);
  const isSettled = useSettled(text, settleMs) === text;
  const planning = usePlan(isSettled && problem === undefined ? change : undefined);
  return { isAsked, problem, change, planning };
};

/** Enable, modify, disable, apply or plan rules, with what it would do to tags beside it. */
export const OpenDialog = ({ act, rules: opened, onClose }: OpenDialogProps) => {
  // Polling goes on behind the dialog; what somebody decides on must not move.
  const [rules, setRules] = useState(opened);
  const [draft, setDraft] = useState<Draft>(() => firstDraft(act, opened));
  const { isAsked, problem, change, planning } = usePlannedChange(act, rules, draft);
  const carryOut = useCarryOut();
  const stale = staleRules(rules, [planning.error, carryOut.error], planning.plan);
  const isConflict = stale.length > 0;

  const confirm = (): void =>
    carryOut.mutate(change, {
      onSuccess: (answer) => {
        tellOutcome(act, answer);
        const left = leftAsStale(rules, answer);
        if (left.length === 0) return onClose();
        setRules(left);
        if (!isAsked) setDraft({ ...firstDraft(act, left), isApplied: draft.isApplied });
      },
    });
  const onNewBase = (stored: readonly Rule[]): void => {
    carryOut.reset();
    setRules(
      rules.map((rule) => stored.find((each) => each.settingName === rule.settingName) ?? rule),
    );
  };

  return (
    <Modal
      visible
      size="max"
      header={titleOf(act, rules)}
      onDismiss={onClose}
      footer={
        <DialogButtons
          verb={actWords[act].verb}
          isRestored={hasSetting(act) && draft.isRestored}
          plan={planning.plan}
          isPart={planning.isPart}
          problem={isConflict ? 'Somebody made a change meanwhile: see above' : problem}
          isBusy={carryOut.isPending}
          onConfirm={confirm}
          onClose={onClose}
        />
      }
    >
      <SpaceBetween size="l">
        {isConflict && (
          <Conflict
            stale={stale}
            draft={isAsked ? draft : undefined}
            onNewBase={onNewBase}
            onDraft={setDraft}
          />
        )}
        {carryOut.error !== null && !isConflict && (
          <FailureAlert what="Nothing was changed" error={carryOut.error} />
        )}
        <Grid
          gridDefinition={[{ colspan: { default: 12, m: 4 } }, { colspan: { default: 12, m: 8 } }]}
        >
          {hasSetting(act) ? (
            <SettingFields act={act} rules={rules} draft={draft} onChange={setDraft} />
          ) : (
            <Effects act={act} rules={rules} />
          )}
          <PlanPanel
            change={change}
            planning={planning}
            isConflict={isConflict}
            noEffect={actWords[isAsked && draft.isApplied ? 'apply' : act].noEffect}
          />
        </Grid>
      </SpaceBetween>
    </Modal>
  );
};

/** Whoever looks at a plan wants to see what applying would do; of many rules each keeps what it has. */
const firstDraft = (act: Act, [rule, ...more]: readonly Rule[]): Draft => {
  if (rule === undefined) throw new Error('the dialog needs a rule');
  const draft = draftOf(rule);
  const isApplied = act === 'plan' || (more.length === 0 && draft.isApplied);
  return { ...draft, isApplied };
};
