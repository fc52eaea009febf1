import { Empty } from '../../ui/empty';

export const Resources = () => <Empty title="Resources" />;
