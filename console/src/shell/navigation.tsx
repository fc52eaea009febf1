import SideNavigation from '@cloudscape-design/components/side-navigation';
import { hrefOf, useRoute } from '../routing/route';
import { findView, views } from '../routing/views';

/** The views, by section; the present one is marked. */
export const Navigation = () => {
  const { parts } = useRoute();
  const here = findView(parts);
  const sections = Map.groupBy(views, ({ section }) => section);
  return (
    <SideNavigation
      activeHref={here === undefined ? '' : hrefOf(here.path)}
      header={{ href: hrefOf([]), text: 'Tag inheritance' }}
      items={[...sections].map(([text, each]) => ({
        type: 'section-group' as const,
        title: text,
        items: each.map(({ path, title }) => ({
          type: 'link' as const,
          text: title,
          href: hrefOf(path),
        })),
      }))}
    />
  );
};
