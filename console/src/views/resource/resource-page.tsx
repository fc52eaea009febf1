import Alert from '@cloudscape-design/components/alert';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { ApiFailure } from '../../api/failure';
import { useResource } from '../../data/resources';
import { goTo, hrefHere, useRoute } from '../../routing/route';
import { FailureAlert } from '../../ui/failure-alert';
import { Loading } from '../../ui/loading';
import { regionOf, shortArn } from '../../ui/short-names';
import { HistoryTable } from '../history/history-table';
import { Chain } from './chain';
import { ContestAlert } from './contest-alert';
import { Explain } from './explain';
import { TagsTable } from './tags-table';

const isGone = (error: unknown): boolean =>
  error instanceof ApiFailure && error.code === 'ResourceNotFound';

const Tags = ({ arn }: { readonly arn: string }) => {
  const { data, error, refetch } = useResource(arn);
  if (isGone(error)) {
    return (
      <Alert type="info" header="The resource does not exist">
        It is gone, or never was. The history knows what was done to it.
      </Alert>
    );
  }
  if (data === undefined) {
    if (error === null) return <Loading what="tags" />;
    return <FailureAlert what="The tags cannot be shown" error={error} onRetry={refetch} />;
  }
  return (
    <SpaceBetween size="l">
      <ContestAlert resource={data} />
      <TagsTable resource={data} />
    </SpaceBetween>
  );
};

/** A resource: its tags, where they come from and go to, and why. */
export const ResourcePage = ({ name: arn }: { readonly name: string }) => {
  const { query } = useRoute();
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={
          <>
            {regionOf(arn)}{' '}
            <CopyToClipboard
              variant="inline"
              textToCopy={arn}
              copySuccessText="Copied"
              copyErrorText="Not copied"
              copyButtonAriaLabel="Copy the ARN"
            />
          </>
        }
      >
        {shortArn(arn)}
      </Header>
      <Tabs
        activeTabId={query.get('tab') ?? 'tags'}
        ariaLabel="About the resource"
        onChange={({ detail }) =>
          goTo(
            hrefHere({
              tab: detail.activeTabId === 'tags' ? undefined : detail.activeTabId,
              page: undefined,
              q: undefined,
            }),
          )
        }
        tabs={[
          { id: 'tags', label: 'Tags', content: <Tags arn={arn} /> },
          { id: 'chain', label: 'Chain', content: <Chain arn={arn} /> },
          { id: 'explain', label: 'Explain', content: <Explain arn={arn} /> },
          {
            id: 'history',
            label: 'History',
            content: <HistoryTable filter={{ resource: arn }} headingTag="h2" />,
          },
        ]}
      />
    </SpaceBetween>
  );
};
