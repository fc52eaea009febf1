import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useAbout } from '../data/about';
import { useAccounts } from '../data/account';
import { hrefOf, useRoute } from '../routing/route';

/** Which account the page is about, and the others. */
export const useAccountMenu = (): TopNavigationProps.Utility => {
  const named = useRoute().query.get('account');
  const { data: about } = useAbout();
  const { data: accounts = [] } = useAccounts();
  const accountId = named ?? about?.defaultAccountId ?? accounts[0]?.accountId ?? 'no account';
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
