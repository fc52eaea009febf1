import type { Rule } from '../../api/answers';
import type { Change } from '../../data/change';
import type { Act } from './acts';
import { chosenFor, type Draft, inputOf } from './draft';

const batchActions = { disable: 'disable', apply: 'applyToExisting' } as const;

/** The change that the dialog stands for. @param rules at least one */
export const changeOf = (act: Act, rules: readonly Rule[], draft: Draft): Change => {
  const settingNames = rules.map(({ settingName }) => settingName);
  if (act === 'disable' || act === 'apply') {
    const settings = rules.map(({ settingName, version }) => ({ settingName, version }));
    return { kind: 'batch', body: { action: batchActions[act], settingNames, settings } };
  }
  const [rule, ...more] = rules;
  if (rule === undefined || more.length > 0) {
    const settings = rules.map((each) => chosenFor(draft, each));
    const action = act === 'modify' ? 'modify' : 'enable';
    return { kind: 'batch', body: { action, settingNames, settings } };
  }
  const { settingName, version } = rule;
  const input = inputOf(draft, rule, act === 'modify' ? rule.status : 'Enable');
  return { kind: 'one', settingName, input, version };
};
