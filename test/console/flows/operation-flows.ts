import { describe, expect, it } from 'vitest';
import { parseArn } from '../../../src/clouds/arn.ts';
import type { Console, Visit } from '../console-fixture.ts';
import { diskRule, makeMachine } from '../demo-world.ts';

const dialogOf = (visit: Visit) => visit.page.getByRole('dialog');

/** What an operator does beside setting rules. */
export const operationFlows = (open: () => Console): void => {
  const begin = async () => {
    const accountId = open().newAccount();
    const client = open().clientOf(accountId);
    await client.setFeature('Enable');
    await client.setRule(diskRule, { status: 'Enable', tagKeys: ['cost'] });
    return { client, visit: await open().visit({ accountId }) };
  };

  describe('an operator', () => {
    it('learns from the search why a tag is missing, and what to do', async () => {
      const { client, visit } = await begin();
      const { disk } = await makeMachine(client, { instance: { cost: 'shanghai', team: 'blue' } });
      await client.settle();
      await visit.open('#/');
      await visit.page.getByText('Rules on').waitFor();

      await visit.page.keyboard.press('/');
      await visit.page.keyboard.type(`${parseArn(disk).id} team`);
      await visit.page.keyboard.press('Enter');
      await visit.page.getByText('out of scope').first().waitFor();

      expect(await visit.page.getByText("Add the key to the rule's tag scope.").count()).toBe(1);
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('sees what a sweep would repair, starts it, and is told by rule how much was right', async () => {
      const { client, visit } = await begin();
      const { instance, disk } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      // While it is off, nothing follows: as when an event is lost.
      await client.setFeature('Disable');
      await client.tag(instance, { cost: 'beijing' });
      await client.settle();
      await client.setFeature('Enable');
      await visit.open('#/jobs');

      await visit.page.getByRole('button', { name: 'Start sweep' }).click();
      const start = dialogOf(visit).getByRole('button', { name: 'Start and change 2 tags' });
      await start.waitFor();
      const planned = await dialogOf(visit)
        .getByRole('table', { name: 'Plan' })
        .locator('tbody')
        .innerText();
      await start.click();
      await visit.page.getByText('has started').waitFor();
      await visit.page.getByRole('row').getByRole('link').first().click();
      await visit.page.getByText('done', { exact: true }).waitFor();
      await visit.open('#/');
      const table = visit.page.getByRole('table', { name: 'Coverage by rule' });
      const row = table.getByRole('row', { name: /Ecs-Instance → Ecs-Disk/ });
      await row.getByText('0 %').waitFor();
      await row.getByRole('link').click();
      await visit.page.getByText('Inherited tags then').waitFor();

      expect(planned).toContain('beijing');
      expect(await client.tagsOf(disk)).toEqual({ cost: 'beijing' });
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('sends events from a text, and is told of each what it touches', async () => {
      const { client, visit } = await begin();
      const { disk, instance } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      const event = {
        eventId: 'E-1',
        eventName: 'AttachDisk',
        serviceName: 'Ecs',
        eventTime: new Date().toISOString(),
        acsRegion: 'cn-hangzhou',
        requestParameters: { InstanceId: parseArn(instance).id, DiskId: parseArn(disk).id },
      };
      await visit.open('#/events');

      const text = [event, { ...event, eventName: 'DescribeDisks' }, { no: 'event' }];
      await visit.page.getByLabel('Or paste events').fill(JSON.stringify(text));
      await visit.page.getByRole('button', { name: 'Send', exact: true }).click();
      await visit.page.getByText('1 touch something, 1 touch nothing, 1 were rejected.').waitFor();

      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('makes an access key, sees its secret once, rotates and revokes it', async () => {
      const { visit } = await begin();
      await visit.open('#/access-keys');

      await visit.page.getByRole('button', { name: 'Create access key' }).click();
      await dialogOf(visit).getByLabel('What for').fill('terraform');
      await dialogOf(visit).getByRole('button', { name: 'Create' }).click();
      await dialogOf(visit).getByText('It is shown this once.').waitFor();
      await dialogOf(visit).getByRole('button', { name: 'Close', exact: true }).click();
      await visit.page.getByRole('button', { name: /^Rotate/ }).click();
      await dialogOf(visit).getByRole('button', { name: 'Rotate' }).click();
      await dialogOf(visit).getByText('It is shown this once.').waitFor();
      await dialogOf(visit).getByRole('button', { name: 'Close', exact: true }).click();
      await visit.page.getByRole('button', { name: /^Revoke/ }).click();
      await dialogOf(visit).getByRole('button', { name: 'Revoke' }).click();
      await visit.page.getByText('revoked').waitFor();

      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('sees who fights over a tag, and has it repaired again', async () => {
      const { client, visit } = await begin();
      const { disk } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      for (const cost of ['theirs', 'again theirs']) {
        await client.tag(disk, { cost });
        await client.settle();
      }
      await visit.open('#/');
      await visit.page.getByText('1 contested tag').waitFor();

      await visit.page.getByRole('link', { name: 'See who' }).click();
      const row = visit.page.getByRole('row', { name: /again theirs/ });
      await row.getByRole('checkbox').check();
      await visit.page.getByRole('button', { name: 'Resume' }).click();
      await visit.page.getByText('1 tag will be repaired again').waitFor();
      await client.settle();

      expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('redrives one dead letter, and throws the other away', async () => {
      const { client, visit } = await begin();
      await visit.open('#/dead-letters');
      const rows = visit.page.getByRole('row', { name: /keys/ });
      await rows.nth(1).waitFor();

      await rows.first().getByRole('checkbox').check();
      await visit.page.getByRole('button', { name: 'Redrive 1' }).click();
      await visit.page.getByText('1 message moved back to the queue').waitFor();
      await rows.nth(1).waitFor({ state: 'hidden' });
      await client.settle();
      await visit.page.getByRole('button', { name: 'Discard all' }).click();
      await dialogOf(visit).getByRole('button', { name: 'Discard', exact: true }).click();
      await visit.page.getByText('That is good news.').waitFor();

      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('goes everywhere by keys, and comes back by the back button', async () => {
      const { visit } = await begin();
      await visit.open('#/');
      await visit.page.getByText('Rules on').waitFor();

      await visit.page.keyboard.press('g');
      await visit.page.keyboard.press('r');
      await visit.page.getByRole('heading', { name: /^Rules/ }).waitFor();
      await visit.page.keyboard.press('?');
      await dialogOf(visit).getByText('This help').waitFor();
      await visit.page.keyboard.press('Escape');
      await dialogOf(visit).waitFor({ state: 'hidden' });
      await visit.page.goBack();
      await visit.page.getByText('Rules on').waitFor();

      expect(visit.complaints).toEqual([]);
      await visit.close();
    });
  });
};
