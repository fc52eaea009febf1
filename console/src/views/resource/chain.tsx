import { Empty } from '../../ui/empty';

export const Chain = ({ arn }: { readonly arn: string }) => <Empty title={arn} />;
