import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { type Heir, useHeirs } from '../../data/heirs';
import { useQueryState } from '../../routing/query';
import { FailureAlert } from '../../ui/failure-alert';
import { ResourceLink, RuleLink } from '../../ui/links';
import { Loading } from '../../ui/loading';
import { counted } from '../../ui/numbers';
import { Value } from '../../ui/value';

type HeirKey = Heir['keys'][number];

/** A key that is not as the primary has it, or will not stay so. */
export const differs = ({ verdict, why, pending }: HeirKey): boolean =>
  verdict !== 'wins' || why !== 'in place' || pending !== null;

const KeyState = ({ state }: { readonly state: HeirKey }) => (
  <span className="chain-key">
    <strong>{state.key}</strong> <Value value={state.value} />{' '}
    <StatusIndicator type={differs(state) ? 'warning' : 'success'}>
      {state.verdict === 'wins' ? state.why : state.verdict}
    </StatusIndicator>
  </span>
);

const OneHeir = ({ heir, wanted }: { readonly heir: Heir; readonly wanted: string }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <Button
        variant="inline-icon"
        iconName={isOpen ? 'caret-down-filled' : 'caret-right-filled'}
        ariaLabel={`Heirs of ${heir.resource}`}
        ariaExpanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />{' '}
      <ResourceLink arn={heir.resource} /> {heir.rule !== null && <RuleLink name={heir.rule} />}
      {heir.keys.map((state) => (
        <KeyState key={state.key} state={state} />
      ))}
      {isOpen && <Heirs primary={heir.resource} wanted={wanted} />}
    </li>
  );
};

/** What hangs on a resource, page by page; each heir opens to its own. */
export const Heirs = ({
  primary,
  wanted,
}: {
  readonly primary: string;
  /** The key that is followed; empty for all. */
  readonly wanted: string;
}) => {
  const [differing] = useQueryState('differing');
  const { items, error, hasMore, isReading, readMore, readAgain } = useHeirs(primary, wanted);
  if (items === undefined) {
    if (error === null) return <Loading what="heirs" />;
    return <FailureAlert what="The heirs cannot be shown" error={error} onRetry={readAgain} />;
  }
  const shown = differing === 'only' ? items.filter(({ keys }) => keys.some(differs)) : items;
  const hidden = items.length - shown.length;
  return (
    <>
      <ul className="chain">
        {shown.map((heir) => (
          <OneHeir key={`${heir.resource} ${heir.rule}`} heir={heir} wanted={wanted} />
        ))}
      </ul>
      <Box color="text-body-secondary">
        {counted(items.length, 'heir')} read
        {hidden > 0 && `, ${hidden} of them as they should be and not shown`}{' '}
        {hasMore && (
          <Button variant="inline-link" loading={isReading} onClick={readMore}>
            Read more
          </Button>
        )}
      </Box>
    </>
  );
};
