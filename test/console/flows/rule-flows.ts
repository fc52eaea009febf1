import { describe, expect, it } from 'vitest';
import type { Console, Visit } from '../console-fixture.ts';
import { diskRule, makeMachine, snapshotRule } from '../demo-world.ts';

const diskRow = (visit: Visit) => visit.page.getByRole('row', { name: /Ecs-Instance → Ecs-Disk/ });

const dialogOf = (visit: Visit) => visit.page.getByRole('dialog');

/** Clicks what confirms a dialog, by how its text begins. */
const confirm = async (visit: Visit, verb: string): Promise<void> => {
  await dialogOf(visit)
    .getByRole('button', { name: new RegExp(`^${verb}`) })
    .click();
  await dialogOf(visit).waitFor({ state: 'hidden' });
};

/** What the product page tells to do, by clicks, and what comes of it. */
export const ruleFlows = (open: () => Console): void => {
  describe('the product page, by clicks', () => {
    it('enables the feature once its meaning is agreed to, and leads on to the rules', async () => {
      const accountId = open().newAccount();
      const visit = await open().visit({ accountId });
      await visit.open('#/');
      const enable = visit.page.getByRole('button', { name: 'Enable and set rules' });
      await enable.waitFor();

      await visit.page.getByRole('checkbox').check();
      await enable.click();
      await diskRow(visit).waitFor();

      expect(visit.page.url()).toContain('#/rules');
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('enables a rule with a tag scope for existing resources, and does what its plan said', async () => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      const { disk } = await makeMachine(client, {
        instance: { cost: 'shanghai', team: 'blue' },
        disk: { cost: 'hangzhou', own: 'kept' },
      });
      const visit = await open().visit({ accountId });
      await visit.open('#/rules');

      await diskRow(visit)
        .getByRole('link', { name: /^Enable rule/ })
        .click();
      const dialog = dialogOf(visit);
      await dialog.getByText('Only some').click();
      const add = dialog.getByRole('combobox', { name: 'Inherited keys' });
      await add.fill('cost');
      await add.press('Enter');
      await dialog.getByText('Apply', { exact: true }).click();
      const confirmButton = dialog.getByRole('button', {
        name: 'Enable and change 2 tags (1 overwritten)',
      });
      await confirmButton.waitFor();
      const planned = await dialog
        .getByRole('table', { name: 'Plan' })
        .locator('tbody')
        .innerText();
      await dialog.getByRole('checkbox', { name: /will be overwritten and lost/ }).check();
      await confirm(visit, 'Enable and change 2 tags');
      await visit.page.getByText('enabled', { exact: false }).first().waitFor();
      await client.settle();

      expect(planned).toContain('hangzhou');
      expect(planned).toContain('shanghai');
      expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai', own: 'kept' });
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('modifies a rule, and disables it, and inherited tags stay', async () => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      await client.setRule(diskRule, { status: 'Enable' });
      const { instance, disk } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      const visit = await open().visit({ accountId });
      await visit.open('#/rules');

      await diskRow(visit)
        .getByRole('link', { name: /^Modify rule/ })
        .click();
      await dialogOf(visit).getByText('Only some').click();
      const add = dialogOf(visit).getByRole('combobox', { name: 'Inherited keys' });
      await add.fill('cost, team');
      await add.press('Enter');
      await dialogOf(visit).getByText('2 of 50 keys').waitFor();
      await confirm(visit, 'Modify');
      await diskRow(visit).getByText('cost, team').waitFor();
      await client.tag(instance, { team: 'blue', other: 'x' });
      await client.settle();
      const modified = await client.tagsOf(disk);

      await diskRow(visit)
        .getByRole('link', { name: /^Disable rule/ })
        .click();
      await dialogOf(visit).getByText('Tags are no longer kept up to date').waitFor();
      await confirm(visit, 'Disable');
      await diskRow(visit).getByText('Off').waitFor();
      await client.tag(instance, { cost: 'beijing' });
      await client.settle();

      expect(modified).toEqual({ cost: 'shanghai', team: 'blue' });
      expect(await client.tagsOf(disk)).toEqual(modified);
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('plans and enables a batch, and applies it to existing resources', async () => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      const { snapshot } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      const visit = await open().visit({ accountId });
      await visit.open('#/rules');

      for (const rule of [diskRule, snapshotRule]) {
        await visit.page.getByRole('checkbox', { name: rule }).check();
      }
      await visit.page.getByRole('button', { name: 'Enable rule' }).click();
      await dialogOf(visit).getByText('No tag changes now').waitFor();
      await confirm(visit, 'Enable');
      await diskRow(visit).getByText('On', { exact: true }).waitFor();
      await visit.page.getByRole('button', { name: 'Apply to existing resources' }).click();
      await dialogOf(visit)
        .getByRole('button', { name: /^Apply and change/ })
        .waitFor();
      const indented = dialogOf(visit).getByText('↳').first();
      await indented.waitFor();
      await confirm(visit, 'Apply');
      await client.settle();

      expect(await client.tagsOf(snapshot)).toEqual({ cost: 'shanghai' });
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('shows both sides when somebody else changed the rule meanwhile, and plans again', async () => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      await client.setRule(diskRule, { status: 'Enable', tagKeys: ['cost'] });
      const visit = await open().visit({ accountId });
      await visit.open(`#/rules?do=modify&on=${diskRule}`);
      await dialogOf(visit).getByText('The whole plan').waitFor();

      await client.setRule(diskRule, { status: 'Enable', tagKeys: ['theirs'] });
      await dialogOf(visit).getByRole('button', { name: 'Modify' }).click();
      const sides = dialogOf(visit).getByRole('table', { name: /^Both sides/ });
      const shown = await sides.locator('tbody').innerText();
      await dialogOf(visit).getByRole('button', { name: 'Keep mine and plan again' }).click();
      await dialogOf(visit).getByText('The whole plan').waitFor();
      await confirm(visit, 'Modify');
      await diskRow(visit).getByText('cost', { exact: true }).waitFor();

      expect(shown).toContain('theirs');
      expect(shown).toContain('cost');
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('shows of a batch what somebody else changed, changes the rest, and plans again on top', async () => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      for (const rule of [diskRule, snapshotRule] as const) {
        await client.setRule(rule, { status: 'Enable', tagKeys: ['cost'] });
      }
      const visit = await open().visit({ accountId });
      await visit.open(`#/rules?do=disable&on=${diskRule},${snapshotRule}`);
      await dialogOf(visit).getByText('The whole plan').waitFor();

      await client.setRule(diskRule, { status: 'Enable', tagKeys: ['theirs'] });
      await dialogOf(visit).getByRole('button', { name: 'Disable' }).click();
      const sides = dialogOf(visit).getByRole('table', { name: /^Both sides of Ecs-Instance/ });
      const shown = await sides.locator('tbody').innerText();
      const isOther = visit.page.getByRole('row', { name: /Ecs-Disk → Ecs-Snapshot/ });
      await isOther.getByText('Off').waitFor();
      const isStill = await diskRow(visit).getByText('On', { exact: true }).count();
      await dialogOf(visit).getByRole('button', { name: 'Plan again on what is stored' }).click();
      await dialogOf(visit).getByText('The whole plan').waitFor();
      await confirm(visit, 'Disable');
      await diskRow(visit).getByText('Off').waitFor();

      expect([shown, isStill]).toEqual([expect.stringMatching(/cost.*theirs/s), 1]);
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('disables the feature with its own confirmation, and existing tags stay', async () => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      await client.setRule(diskRule, { status: 'Enable' });
      const { disk } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      const visit = await open().visit({ accountId });
      await visit.open('#/');

      await visit.page.getByRole('button', { name: 'Disable this feature' }).click();
      await dialogOf(visit).getByText('1 rule on').waitFor();
      await dialogOf(visit).getByText('2 inherited tags of 2 resources stay').waitFor();
      await confirm(visit, 'Disable');
      await visit.page.getByText('Associated tag inheritance is off').first().waitFor();

      expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });
  });
};
