import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Rule } from '../../api/answers';

/** On, off, or never set. */
export const statusText = ({ status, isSet }: Pick<Rule, 'status' | 'isSet'>): string => {
  if (status === 'Enable') return 'On';
  return isSet ? 'Off' : 'Never set';
};

export const RuleStatus = ({ rule }: { readonly rule: Rule }) => (
  <StatusIndicator wrapText={false} type={rule.status === 'Enable' ? 'success' : 'stopped'}>
    {statusText(rule)}
  </StatusIndicator>
);
