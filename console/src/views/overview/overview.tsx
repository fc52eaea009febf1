import Header from '@cloudscape-design/components/header';

export const Overview = () => <Header variant="h1">Overview</Header>;
