import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ExplainedKey } from '../../api/answers';
import { ResourceLink, RuleLink } from '../../ui/links';
import { Value } from '../../ui/value';

/** One way up: from the source down to the resource, each with its value. */
const Way = ({ explained: { key, chain } }: { readonly explained: ExplainedKey }) => (
  <li>
    <strong>{key}</strong>
    <ol className="chain">
      {chain.toReversed().map(({ resource, value, inherited }, step) => (
        <li key={resource} className={`depth-${Math.min(step, 4)}`}>
          {step > 0 && <span aria-hidden="true">↳ </span>}
          <ResourceLink arn={resource} /> <Value value={value} />{' '}
          {inherited !== null && <RuleLink name={inherited.rule} />}
        </li>
      ))}
    </ol>
  </li>
);

/** A primary whose value does not come to stand there, and why. */
const Loser = ({ parent }: { readonly parent: ExplainedKey['parents'][number] }) => (
  <li>
    <ResourceLink arn={parent.primary} /> <Value value={parent.value} />{' '}
    <StatusIndicator type="stopped">{parent.verdict}</StatusIndicator>
  </li>
);

const Losers = ({ explained: { key, parents } }: { readonly explained: ExplainedKey }) => {
  const losers = parents.filter(({ verdict }) => verdict !== 'wins');
  return losers.length === 0 ? null : (
    <li>
      <strong>{key}</strong> of other primaries
      <ul className="chain">
        {losers.map((parent) => (
          <Loser key={`${parent.primary} ${parent.rule}`} parent={parent} />
        ))}
      </ul>
    </li>
  );
};

/** Where the tags of a resource come from, up to the first source. */
export const Sources = ({
  arn,
  keys,
}: {
  readonly arn: string;
  readonly keys: readonly ExplainedKey[];
}) => {
  const inherited = keys.filter(({ chain }) => chain.length > 1);
  const hasLosers = keys.some(({ parents }) => parents.some(({ verdict }) => verdict !== 'wins'));
  if (inherited.length === 0 && !hasLosers) {
    return (
      <Box>
        <ResourceLink arn={arn} /> is the source itself: nothing here is inherited.
      </Box>
    );
  }
  return (
    <ul className="plain">
      {inherited.map((explained) => (
        <Way key={explained.key} explained={explained} />
      ))}
      {keys.map((explained) => (
        <Losers key={explained.key} explained={explained} />
      ))}
    </ul>
  );
};
