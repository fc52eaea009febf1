import Box from '@cloudscape-design/components/box';
import type { ExplainedKey } from '../../api/answers';
import { ResourceLink, RuleLink } from '../../ui/links';
import { Value } from '../../ui/value';
import { When } from '../../ui/when';
import { Who } from '../../ui/who';

type Hop = ExplainedKey['chain'][number];

const Came = ({ inherited }: Pick<Hop, 'inherited'>) => {
  if (inherited === null) return <Box color="text-body-secondary">the source</Box>;
  const { rule, since, cause, displaced } = inherited;
  return (
    <Box color="text-body-secondary">
      by <RuleLink name={rule} /> since <When time={since} />
      {displaced !== null && (
        <>
          , in the place of <del>{displaced}</del>
        </>
      )}
      , on {cause.eventName} of <Who {...cause} />, <When time={cause.eventTime} />
    </Box>
  );
};

/** How a value came to the resource: the resource, then each primary up to the source. */
export const Hops = ({ chain }: Pick<ExplainedKey, 'chain'>) =>
  chain.length < 2 ? null : (
    <div>
      <Box variant="h3">Hop by hop</Box>
      <ol className="hops">
        {chain.map((hop) => (
          <li key={hop.resource}>
            <ResourceLink arn={hop.resource} /> <Value value={hop.value} />
            <Came inherited={hop.inherited} />
          </li>
        ))}
      </ol>
    </div>
  );
