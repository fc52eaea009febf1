import Link from '@cloudscape-design/components/link';
import { hrefOf } from '../routing/route';
import { shortArn, shortRule } from './short-names';

/** A rule by its two ends; its whole name on hover. */
export const RuleLink = ({ name }: { readonly name: string | null | undefined }) =>
  name == null ? (
    <>–</>
  ) : (
    <span title={name}>
      <Link href={hrefOf(['rules', name])}>{shortRule(name)}</Link>
    </span>
  );

/** A resource by its type and id; its ARN on hover. */
export const ResourceLink = ({ arn }: { readonly arn: string | null | undefined }) =>
  arn == null ? (
    <>–</>
  ) : (
    <span title={arn}>
      <Link href={hrefOf(['resources', arn])}>{shortArn(arn)}</Link>
    </span>
  );

export const JobLink = ({ id }: { readonly id: string }) => (
  <Link href={hrefOf(['jobs', id])}>{id}</Link>
);
