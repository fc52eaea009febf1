import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useAbout } from '../data/about';
import { AccountProvider, useAccounts, useCurrentAccount } from '../data/account';
import { goTo, hrefHere } from '../routing/route';
import { FailureAlert } from '../ui/failure-alert';
import { Loading } from '../ui/loading';

/** Asks for an account where nothing names one. */
const AskAccount = () => {
  const [text, setText] = useState('');
  const open = (): void => goTo(hrefHere({ account: text.trim() }));
  return (
    <Container header={<Header variant="h1">Which account?</Header>}>
      <SpaceBetween size="m">
        <FormField label="Account id" description="Whose rules and resources to show.">
          <Input
            value={text}
            onChange={({ detail }) => setText(detail.value)}
            onKeyDown={({ detail }) => {
              if (detail.key === 'Enter') open();
            }}
          />
        </FormField>
        <Button variant="primary" onClick={open}>
          Show
        </Button>
      </SpaceBetween>
    </Container>
  );
};

/** Shows what is below it once it is clear which account it is about: the address's, the server's own, or the first. */
export const AccountGate = ({ children }: { readonly children: ReactNode }) => {
  const accountId = useCurrentAccount();
  const about = useAbout();
  const accounts = useAccounts();
  if (about.error !== null) {
    return (
      <FailureAlert
        what="The server cannot be reached"
        error={about.error}
        onRetry={about.refetch}
      />
    );
  }
  if (about.data === undefined || (accountId === undefined && accounts.isPending)) {
    return <Loading what="which account" />;
  }
  if (accountId === undefined) return <AskAccount />;
  return <AccountProvider value={accountId}>{children}</AccountProvider>;
};
