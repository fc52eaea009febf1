import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { PlanSoFar } from '../../data/plan';
import { count, counted } from '../../ui/numbers';

export type DialogButtonsProps = {
  /** "Enable"; empty where there is nothing but the plan to look at. */
  readonly verb: string;
  /** What stood there comes back one day, so that nothing is lost for ever. */
  readonly isRestored: boolean;
  readonly plan: PlanSoFar | undefined;
  readonly isPart: boolean;
  /** Why it cannot be done as it stands. */
  readonly problem: string | undefined;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/** "Enable and change 12 tags (1 overwritten)". */
export const confirmText = (verb: string, plan: PlanSoFar | undefined, isPart: boolean): string => {
  if (plan === undefined) return verb;
  const { set, remove, overwrites } = plan.counts;
  if (set + remove === 0) return verb;
  const least = isPart ? 'at least ' : '';
  const lost = overwrites > 0 ? ` (${count(overwrites)} overwritten)` : '';
  return `${verb} and change ${least}${counted(set + remove, 'tag')}${lost}`;
};

/** Says that values of others would be lost, where nothing brings them back. */
const losesValues = ({ isRestored, plan }: DialogButtonsProps): boolean =>
  (plan?.counts.overwrites ?? 0) > 0 && !isRestored;

/** Ends the dialog one way or the other; the button says what it does, with the plan's figures. */
export const DialogButtons = (props: DialogButtonsProps) => {
  const { verb, plan, isPart, problem, isBusy, onConfirm, onClose } = props;
  const [isKnown, setKnown] = useState(false);
  const mustKnow = verb !== '' && losesValues(props);
  const reason =
    problem ?? (mustKnow && !isKnown ? 'Say first that the overwritten values may go' : undefined);
  return (
    <div className="dialog-buttons">
      {mustKnow && (
        <Checkbox checked={isKnown} onChange={({ detail }) => setKnown(detail.checked)}>
          {counted(plan?.counts.overwrites ?? 0, 'value')} of others will be overwritten and lost
        </Checkbox>
      )}
      <Box float="right">
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={onClose}>
            {verb === '' ? 'Close' : 'Cancel'}
          </Button>
          {verb !== '' && (
            <Button
              variant="primary"
              loading={isBusy}
              disabled={reason !== undefined}
              {...(reason === undefined ? {} : { disabledReason: reason })}
              onClick={onConfirm}
            >
              {confirmText(verb, plan, isPart)}
            </Button>
          )}
        </SpaceBetween>
      </Box>
    </div>
  );
};
