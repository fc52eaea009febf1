import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useAbout } from '../data/about';
import { useAccounts, useCurrentAccount } from '../data/account';
import { hrefOf } from '../routing/route';

/** Which account the page is about, and the others. */
export const useAccountMenu = (): TopNavigationProps.Utility => {
  const { data: about } = useAbout();
  const { data: accounts = [] } = useAccounts();
  const accountId = useCurrentAccount() ?? 'no account';
  const known = new Set([accountId, ...accounts.map((each) => each.accountId)]);
  return {
    type: 'menu-dropdown',
    iconName: 'user-profile',
    text: accountId,
    ariaLabel: `Account ${accountId}`,
    ...(about && {
      description: `${about.stage}, version ${about.version}, as ${about.caller.principal}`,
    }),
    items: [...known].map((id) => ({ id, text: id, href: hrefOf([], { account: id }) })),
  };
};
