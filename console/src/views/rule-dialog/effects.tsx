import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Rule } from '../../api/answers';
import { InheritedCount } from '../../ui/inherited-count';
import { RuleLink } from '../../ui/links';
import type { Act } from './acts';

const DisableWarning = () => (
  <Alert type="warning" header="Tags are no longer kept up to date">
    After you disable a rule, associated resources no longer inherit tags from their primary
    resources. This may affect resource management and cost allocation that rely on tags. Tags that
    are inherited already stay; nothing follows them any more.
  </Alert>
);

const ApplyNote = () => (
  <Box>
    Each rule is applied once to everything that is associated already. A job does it; live events
    go before it.
  </Box>
);

/** What an action means, and for which rules. */
export const Effects = ({ act, rules }: { readonly act: Act; readonly rules: readonly Rule[] }) => (
  <SpaceBetween size="m">
    {act === 'disable' ? <DisableWarning /> : <ApplyNote />}
    <ul className="plain">
      {rules.map(({ settingName }) => (
        <li key={settingName}>
          <RuleLink name={settingName} />
          {act === 'disable' && (
            <Box color="text-body-secondary">
              <InheritedCount rule={settingName} />
            </Box>
          )}
        </li>
      ))}
    </ul>
  </SpaceBetween>
);
