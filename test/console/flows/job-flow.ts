import { describe, expect, it } from 'vitest';
import type { Console } from '../console-fixture.ts';
import { stuckAccount } from '../left-behind.ts';

/** A job that hangs, and what can be done about it. */
export const jobFlow = (open: () => Console): void => {
  describe('a job', () => {
    it('is found by kind and starter, cancelled, resumed, and comes to its end', async () => {
      const client = open().clientOf(stuckAccount);
      await client.setFeature('Enable');
      const visit = await open().visit({ accountId: stuckAccount });
      await visit.open('#/jobs?kind=sweep&startedBy=ALI');
      const row = visit.page.getByRole('row', { name: /alice/ });
      await row.getByText('running').waitFor();

      await row.getByRole('button', { name: /^Cancel job/ }).click();
      await visit.page.getByText('is cancelled; what it has done stays').waitFor();
      await row.getByText('cancelled').waitFor();
      await row.getByRole('button', { name: /^Resume job/ }).click();
      await visit.page.getByText('goes on').waitFor();
      await row.getByRole('link').first().click();
      await visit.page.getByText('done', { exact: true }).waitFor();
      await visit.open('#/jobs?kind=backfill');
      await visit.page.getByText('No job fits').waitFor();

      expect(visit.complaints).toEqual([]);
      await visit.close();
    });
  });
};
