import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Console, Visit } from '../console-fixture.ts';
import { type Machine, makeWorld } from '../demo-world.ts';
import { viewsOf } from '../views.ts';

/** What axe finds, as short as it can be told. */
const findingsOf = async ({ page }: Visit): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
};

const findingsInBoth = async (visit: Visit): Promise<readonly string[]> => {
  await visit.page.emulateMedia({ colorScheme: 'light' });
  const light = await findingsOf(visit);
  await visit.page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findingsOf(visit);
  return [...light, ...dark.map((finding) => `dark: ${finding}`)];
};

/** Twenty views, each looked at twice: on a busy machine longer than other tests. Milliseconds. */
const mostMs = 600_000;

const isTooWide = ({ page }: Visit): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > innerWidth');

/** Whatever is shown can be used by everybody, everywhere. */
export const everyView = (open: () => Console): void => {
  describe('every view', () => {
    let accountId: string;
    let machine: Machine;

    beforeAll(async () => {
      accountId = open().newAccount();
      const client = open().clientOf(accountId);
      machine = await makeWorld(client);
      await open().sweep(accountId);
    });

    it.each([1440, 360])(
      'is accessible in light and dark, and fits a width of %i',
      async (width) => {
        const visit = await open().visit({ accountId, width });
        const findings: Record<string, readonly string[]> = {};

        for (const [hash, text] of viewsOf(machine)) {
          await visit.open(hash);
          await visit.page.getByText(text).filter({ visible: true }).first().waitFor();
          const found = await findingsInBoth(visit);
          const wide = (await isTooWide(visit)) ? ['wider than the window'] : [];
          if (found.length + wide.length > 0) findings[hash] = [...found, ...wide];
        }

        expect(findings).toEqual({});
        expect(visit.complaints).toEqual([]);
        await visit.close();
      },
      mostMs,
    );
  });
};
