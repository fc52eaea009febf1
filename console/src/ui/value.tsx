import Box from '@cloudscape-design/components/box';

/** A tag's value; a tag that is not there is told apart from one that is empty. */
export const Value = ({ value }: { readonly value: string | null | undefined }) => {
  if (value == null) return <Box color="text-status-inactive">no tag</Box>;
  return value === '' ? <Box color="text-status-inactive">empty</Box> : value;
};

/** What stood there before and what stands there after; what is lost is struck out. */
export const ValueChange = ({
  before,
  after,
}: {
  readonly before: string | null;
  readonly after: string | null;
}) =>
  before === after ? (
    <Value value={after} />
  ) : (
    <>
      {before !== null && (
        <>
          <del>{before}</del>{' '}
        </>
      )}
      <Value value={after} />
    </>
  );
