import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import { hrefOf, useHash } from '../routing/route';

/** For addresses that lead nowhere. */
export const NoSuchPage = () => (
  <>
    <Header variant="h1">There is no such page</Header>
    <Box>
      Nothing is at <code className="name">{useHash()}</code>.{' '}
      <Link href={hrefOf([])}>Go to the overview</Link>
    </Box>
  </>
);
