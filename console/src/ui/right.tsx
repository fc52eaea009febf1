import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Coverage } from '../api/answers';
import { percentText } from './numbers';

/** How much of a rule was right; wrong is what a sweep repaired. */
export const Right = ({ percent, wrong }: Pick<Coverage['total'], 'percent' | 'wrong'>) =>
  percent === null ? (
    <>–</>
  ) : (
    <StatusIndicator type={wrong === 0 ? 'success' : 'warning'}>
      {percentText(percent)}
    </StatusIndicator>
  );
