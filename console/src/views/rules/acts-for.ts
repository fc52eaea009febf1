import type { Rule } from '../../api/answers';
import type { Act } from '../rule-dialog/acts';

/** What can be done to a rule as it is. */
export const actsFor = ({ status, supportsExisting }: Rule): readonly Act[] =>
  status === 'Enable'
    ? ['modify', 'disable', ...(supportsExisting ? (['apply'] as const) : [])]
    : ['enable'];
