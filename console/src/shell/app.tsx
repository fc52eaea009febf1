import AppLayoutToolbar from '@cloudscape-design/components/app-layout-toolbar';
import ErrorBoundary from '@cloudscape-design/components/error-boundary';
import Spinner from '@cloudscape-design/components/spinner';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useRoute } from '../routing/route';
import { findView } from '../routing/views';
import { AccountGate } from './account-gate';
import { usePageKeys } from './keys';
import { Navigation } from './navigation';
import { NoSuchPage } from './no-such-page';
import { Notices } from './notices';
import { Top } from './top';

// Most never ask for it, and its table is large.
const Help = lazy(async () => ({ default: (await import('./help')).Help }));

const Content = () => {
  const { parts } = useRoute();
  const view = findView(parts);
  if (view === undefined) return <NoSuchPage />;
  const { Page, One, path } = view;
  const name = parts[path.length];
  return name !== undefined && One !== undefined ? <One key={name} name={name} /> : <Page />;
};

/** The whole page. */
export const App = () => {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isNavigationOpen, setNavigationOpen] = useState(innerWidth > 1000);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  usePageKeys({ onHelp: openHelp });
  const { parts } = useRoute();
  return (
    <>
      <div id="top">
        <Top onHelp={openHelp} />
      </div>
      <AppLayoutToolbar
        headerSelector="#top"
        toolsHide
        contentType="table"
        navigation={<Navigation />}
        navigationOpen={isNavigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        notifications={<Notices />}
        content={
          <ErrorBoundary key={parts.join('/')} errorBoundaryId="view" onError={() => {}}>
            <AccountGate>
              <Suspense fallback={<Spinner size="large" />}>
                <Content />
              </Suspense>
            </AccountGate>
          </ErrorBoundary>
        }
      />
      {isHelpOpen && (
        <Suspense>
          <Help onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
    </>
  );
};
