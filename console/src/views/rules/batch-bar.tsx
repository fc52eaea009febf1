import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { Rule } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { goTo, hrefHere } from '../../routing/route';
import type { Act } from '../rule-dialog/acts';

type Choice = { readonly act: Act; readonly text: string };

const choices: readonly Choice[] = [
  { act: 'enable', text: 'Enable rule' },
  { act: 'modify', text: 'Modify rule' },
  { act: 'disable', text: 'Disable rule' },
  { act: 'apply', text: 'Apply to existing resources' },
  { act: 'plan', text: 'Plan only' },
];

/** Why an action cannot be done to these rules; undefined when it can. */
export const whyNot = (act: Act, rules: readonly Rule[]): string | undefined => {
  if (rules.length === 0) return 'Choose rules in the list first';
  const on = rules.filter(({ status }) => status === 'Enable');
  if (act === 'enable' && on.length === rules.length) return 'All of them are on already';
  if (act === 'modify' && !rules.some(({ isSet }) => isSet)) return 'None of them was ever set';
  if (act === 'disable' && on.length === 0) return 'None of them is on';
  if (act === 'apply' && !on.some(({ supportsExisting }) => supportsExisting)) {
    return 'None of them is on and supports existing resources';
  }
  return undefined;
};

/** What can be done to the rules that are chosen; always there, with its reason where it cannot be done. */
export const BatchBar = ({ rules }: { readonly rules: readonly Rule[] }) => {
  const mayWrite = useMayWrite();
  return (
    <div className="bottom-bar" role="toolbar" aria-label="Chosen rules">
      {choices
        .filter(({ act }) => mayWrite || act === 'plan')
        .map(({ act, text }) => {
          const reason = whyNot(act, rules);
          return (
            <Button
              key={act}
              disabled={reason !== undefined}
              {...(reason === undefined ? {} : { disabledReason: reason })}
              onClick={() =>
                goTo(hrefHere({ do: act, on: rules.map(({ settingName }) => settingName).join() }))
              }
            >
              {text}
            </Button>
          );
        })}
      <Box color="text-body-secondary">{rules.length} chosen</Box>
    </div>
  );
};
