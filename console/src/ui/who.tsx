import Popover from '@cloudscape-design/components/popover';

/** Who did something; what an event claims, nobody checked. */
export const Who = ({
  principal,
  isClaimed = false,
}: {
  readonly principal: string | null;
  readonly isClaimed?: boolean;
}) => {
  if (principal === null) return <>somebody that no event named</>;
  const name = <span className="name">{principal}</span>;
  if (!isClaimed) return name;
  return (
    <>
      {name}{' '}
      <Popover
        size="small"
        triggerType="text"
        content="This is what the event claims; whoever may send events can claim anybody. The audit trail has who sent those that came through this API."
      >
        claimed
      </Popover>
    </>
  );
};
