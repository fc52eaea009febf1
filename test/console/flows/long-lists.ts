import { describe, expect, it } from 'vitest';
import type { Console } from '../console-fixture.ts';
import { diskRule } from '../demo-world.ts';

const total = 10_000;
const pageSize = 100;

/** A page of a list whose cursor is where it goes on. */
const pageFrom = <Item>(url: string, make: (index: number) => Item) => {
  const start = Number(new URL(url).searchParams.get('cursor') ?? '0');
  const end = start + pageSize;
  return {
    items: Array.from({ length: pageSize }, (_, offset) => make(start + offset)),
    next: end < total ? String(end) : null,
  };
};

const arnOf = (index: number): string => `arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-${index}`;
const primary = 'arn:acs:ecs:cn-hangzhou:1000000000000001:instance/i-1';
const time = '2026-03-01T08:00:00.000Z';

const entryAt = (index: number) => ({
  time,
  resource: arnOf(index),
  key: 'cost',
  action: 'set',
  value: 'shanghai',
  previous: null,
  rule: diskRule,
  primary,
  reason: 'inherited',
  cause: {
    eventId: `event-${index}`,
    eventName: 'TagResources',
    eventTime: time,
    principal: 'somebody',
    isClaimed: true,
  },
});

const itemAt = (index: number) => ({
  arn: arnOf(index),
  type: 'Ecs-Disk',
  inherited: [
    {
      key: 'cost',
      value: 'x',
      rule: diskRule,
      primary,
      displaced: null,
      since: time,
      isContested: false,
    },
  ],
  refused: [],
  tags: null,
});

/** However long a list is, the page holds little of it. The answers are made up: only the page is looked at. */
export const longLists = (open: () => Console): void => {
  describe('a view', () => {
    it.each([
      ['#/', 'No sweep has come to its end yet', 10],
      ['#/rules', 'Ecs-Instance → Ecs-Disk', 6],
    ])('asks for little when it is opened: %s', async (hash, text, most) => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      const visit = await open().visit({ accountId });
      const asked = new Set<string>();
      visit.page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.startsWith('/v1/')) asked.add(pathname);
      });

      await visit.open(hash);
      await visit.page.getByText(text).filter({ visible: true }).first().waitFor();

      expect(asked.size).toBeLessThanOrEqual(most);
      expect(await visit.page.locator('tbody tr').count()).toBeLessThanOrEqual(50);
      await visit.close();
    });
  });

  describe('a list of 10,000', () => {
    it.each([
      ['history', /^event-|TagResources/],
      ['resources', /disk\/d-/],
    ])('is shown page by page: %s', async (name, text) => {
      const accountId = open().newAccount();
      const visit = await open().visit({ accountId });
      const asked: string[] = [];
      await visit.page.route(`**/accounts/*/${name}?*`, (route) => {
        asked.push(route.request().url());
        const url = route.request().url();
        const entries = pageFrom(url, entryAt);
        const items = pageFrom(url, itemAt);
        return route.fulfill({
          json: {
            entries: entries.items,
            items: items.items,
            resources: [],
            looked: pageSize,
            next: items.next,
          },
        });
      });

      await visit.open(`#/${name}?page=190`);
      await visit.page.getByText(text).filter({ visible: true }).first().waitFor();
      const rows = await visit.page.locator('tbody tr').count();
      await visit.page.getByRole('button', { name: 'Next page' }).click();
      await visit.page.waitForURL(/page=191/);

      expect(rows).toBeLessThanOrEqual(50);
      // Each page of the service once: nothing is read again, and nothing ahead of who looks.
      const pages = new Set(asked).size;
      expect(pages).toBeGreaterThanOrEqual(95);
      expect(pages).toBeLessThanOrEqual(97);
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });
  });
};
