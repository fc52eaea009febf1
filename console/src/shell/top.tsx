import TopNavigation, {
  type TopNavigationProps,
} from '@cloudscape-design/components/top-navigation';
import { setPaused, usePaused } from '../data/pace';
import { hrefOf } from '../routing/route';
import { useAccountMenu } from './account-menu';
import { chooseLook, type ModeChoice, modes, useLook } from './look';
import { Search } from './search';

const modeTexts: Readonly<Record<ModeChoice, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
};

const useLookMenu = (): TopNavigationProps.Utility => {
  const { mode, isCompact } = useLook();
  return {
    type: 'menu-dropdown',
    iconName: 'settings',
    ariaLabel: 'Appearance',
    title: 'Appearance',
    items: [
      ...modes.map((each) => ({
        id: each,
        text: modeTexts[each],
        itemType: 'checkbox' as const,
        checked: each === mode,
      })),
      { id: 'compact', text: 'Compact', itemType: 'checkbox' as const, checked: isCompact },
    ],
    onItemClick: ({ detail: { id } }) => {
      const chosen = modes.find((each) => each === id);
      chooseLook(chosen === undefined ? { isCompact: !isCompact } : { mode: chosen });
    },
  };
};

const usePauseButton = (): TopNavigationProps.Utility => {
  const isPaused = usePaused();
  return {
    type: 'button',
    iconName: isPaused ? 'play' : 'pause',
    text: isPaused ? 'Paused' : 'Live',
    ariaLabel: isPaused ? 'Paused: go on updating' : 'Live: pause updating',
    onClick: () => setPaused(!isPaused),
  };
};

/** The bar at the top: search, account, pause, appearance, help. */
export const Top = ({ onHelp }: { readonly onHelp: () => void }) => (
  <TopNavigation
    identity={{ href: hrefOf([]), title: 'Heirtag' }}
    search={<Search />}
    utilities={[
      useAccountMenu(),
      usePauseButton(),
      useLookMenu(),
      {
        type: 'button',
        iconName: 'status-info',
        ariaLabel: 'Keyboard help',
        title: 'Keyboard help',
        onClick: onHelp,
      },
    ]}
  />
);
