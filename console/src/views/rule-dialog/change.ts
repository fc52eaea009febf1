import type { Rule } from '../../api/answers';
import type { Change } from '../../data/change';
import type { Act } from './acts';
import { type Draft, inputOf } from './draft';

const batchActions = { disable: 'disable', apply: 'applyToExisting' } as const;

/** The change that the dialog stands for. @param rules at least one */
export const changeOf = (act: Act, rules: readonly Rule[], draft: Draft): Change => {
  const settingNames = rules.map(({ settingName }) => settingName);
  if (act === 'disable' || act === 'apply') {
    return { kind: 'batch', body: { action: batchActions[act], settingNames } };
  }
  const [rule, ...more] = rules;
  if (rule === undefined || more.length > 0) {
    return { kind: 'batch', body: { action: 'enable', settingNames } };
  }
  const status = act === 'modify' ? rule.status : 'Enable';
  return {
    kind: 'one',
    settingName: rule.settingName,
    input: inputOf(draft, { status, supportsExisting: rule.supportsExisting }),
    version: rule.version,
  };
};
