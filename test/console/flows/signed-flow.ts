import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Console } from '../console-fixture.ts';
import { diskRule, makeMachine } from '../demo-world.ts';
import { signingKey } from '../signed-stage.ts';

/** The console for a deployed stage: its calls are signed, and only its own page may make them. */
export const signedFlow = (open: () => Console): void => {
  describe('the console for a stage behind a gateway', () => {
    beforeEach(() => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', signingKey.id);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', signingKey.secret);
    });
    afterEach(() => vi.unstubAllEnvs());

    const begin = async (isReadOnly: boolean) => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      const stage = await open().openSigned(isReadOnly);
      const visit = await open().visit({ accountId, url: stage.url });
      await visit.page.goto(stage.consoleUrl);
      await visit.page.waitForURL(/\/console\/#?$/);
      return { accountId, client, stage, visit };
    };

    it('signs what is clicked, and its effect is seen in tags', async () => {
      const { client, stage, visit } = await begin(false);
      await client.setRule(diskRule, { status: 'Enable' });
      const { disk } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      await visit.open(`#/rules?do=modify&on=${diskRule}`);
      const dialog = visit.page.getByRole('dialog');

      await dialog.getByText('Only some').click();
      const add = dialog.getByRole('combobox', { name: 'Inherited keys' });
      await add.fill('team');
      await add.press('Enter');
      await dialog.getByText('The whole plan').waitFor();
      await dialog.getByRole('button', { name: 'Modify' }).click();
      await dialog.waitFor({ state: 'hidden' });
      const [instance] = (
        await client.cloud('Ecs/RunInstances', {
          RegionId: 'cn-hangzhou',
          Tag: [
            { Key: 'team', Value: 'blue' },
            { Key: 'cost', Value: 'x' },
          ],
        })
      ).filter((arn) => arn.includes(':disk/'));
      await client.settle();

      if (instance === undefined) throw new Error('no system disk');
      expect(await client.tagsOf(instance)).toEqual({ team: 'blue' });
      expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
      expect(stage.passed.some((call) => call.startsWith('PUT '))).toBe(true);
      expect(visit.complaints).toEqual([]);
      await visit.close();
      await stage.stop();
    });

    it('offers no write where none is let through, lets none through, and plans', async () => {
      const { accountId, stage, visit } = await begin(true);
      await visit.open('#/rules');
      await visit.page.getByRole('button', { name: 'Plan only' }).waitFor();
      const disable = visit.page.getByRole('button', { name: 'Disable rule' });
      await disable.waitFor({ state: 'hidden' });

      await visit.page.getByRole('link', { name: /^Plan: Ecs-Instance → Ecs-Disk/ }).click();
      await visit.page.getByRole('dialog').getByText('The whole plan').waitFor();
      await visit.open('#/jobs');
      await visit.page.getByRole('button', { name: 'Plan a sweep' }).waitFor();
      const refused = await visit.page.evaluate(async (path) => {
        const answer = await fetch(path, { method: 'PUT', body: '{"status":"Disable"}' });
        return [answer.status, await answer.text()];
      }, `/v1/accounts/${accountId}/feature`);

      expect(refused).toEqual([403, expect.stringContaining('"ReadOnly"')]);
      const others = stage.passed.filter((call) => !call.startsWith('GET '));
      expect(others.length).toBeGreaterThan(0);
      for (const call of others) expect(call).toContain('dryRun=true');
      expect(visit.complaints).toEqual([]);
      await visit.close();
      await stage.stop();
    });

    it('is closed to whoever did not open the address, opens it again, or is another page', async () => {
      const { accountId, stage, visit } = await begin(false);
      const shut = 'Open the address that the command printed';
      const [stranger, late] = [await open().newPage(), await open().newPage()];
      // In the very browser that was let in: its cookie goes along.
      const elsewhere = await visit.page.context().newPage();
      await elsewhere.goto(`${open().url}/v1/health`);

      await stranger.goto(`${stage.url}/console/`);
      await stranger.getByText(shut).waitFor();
      await late.goto(stage.consoleUrl);
      await late.getByText(shut).waitFor();
      const before = stage.passed.length;
      const call = `${stage.url}/v1/accounts/${accountId}/rules/batch`;
      const answered = elsewhere.waitForResponse(call);
      await elsewhere.evaluate(async (url) => {
        const body = '{"action":"enable","settingNames":"all"}';
        await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body });
      }, call);

      expect((await answered).status()).toBe(403);
      expect(stage.passed.slice(before).filter((each) => !each.startsWith('GET '))).toEqual([]);
      await visit.close();
      await stage.stop();
    });
  });
};
