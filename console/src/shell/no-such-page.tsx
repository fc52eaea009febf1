import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import { hrefOf, useHash } from '../routing/route';

/** For addresses that lead nowhere. */
export const NoSuchPage = () => (
  <Alert type="warning" header="There is no such page">
    Nothing is at <code>{useHash()}</code>. <Link href={hrefOf([])}>Go to the overview</Link>
  </Alert>
);
