import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { isArn, parseArn } from '../../../src/clouds/arn.ts';
import type { Console, Visit } from '../console-fixture.ts';
import { diskRule, makeMachine } from '../demo-world.ts';

const dialogOf = (visit: Visit) => visit.page.getByRole('dialog');

/** The text of a file that a click takes away. */
const downloaded = async (visit: Visit, click: () => Promise<void>): Promise<string> => {
  const [download] = await Promise.all([visit.page.waitForEvent('download'), click()]);
  return readFile(await download.path(), 'utf8');
};

const planLine = z.object({
  arn: z.string(),
  key: z.string(),
  action: z.string(),
  value: z.nullable(z.string()),
});

/** Files that go out of the page, and into it. */
export const takeAwayFlows = (open: () => Console): void => {
  describe('files', () => {
    const begin = async () => {
      const accountId = open().newAccount();
      const client = open().clientOf(accountId);
      await client.setFeature('Enable');
      return { client, visit: await open().visit({ accountId }) };
    };

    it('take a plan away as CSV and NDJSON, and exactly that is done when it is applied', async () => {
      const { client, visit } = await begin();
      const machine = await makeMachine(client, {
        instance: { cost: 'shanghai', team: 'blue' },
        disk: { cost: 'hangzhou', own: 'kept' },
      });
      await client.settle();
      await visit.open(`#/rules?do=enable&on=${diskRule}`);
      await dialogOf(visit).getByText('Apply', { exact: true }).click();
      await dialogOf(visit)
        .getByRole('button', { name: 'Enable and change 4 tags (1 overwritten)' })
        .waitFor();
      const take = async (form: string): Promise<void> => {
        await dialogOf(visit).getByRole('button', { name: 'Download' }).click();
        await visit.page.getByRole('menuitem', { name: form, exact: true }).click();
      };

      const csv = await downloaded(visit, () => take('CSV'));
      const ndjson = await downloaded(visit, () => take('NDJSON'));
      await dialogOf(visit)
        .getByRole('checkbox', { name: /overwritten and lost/ })
        .check();
      await dialogOf(visit)
        .getByRole('button', { name: /^Enable and change/ })
        .click();
      await dialogOf(visit).waitFor({ state: 'hidden' });
      await client.settle();

      const planned = ndjson
        .trim()
        .split('\n')
        .map((line) => planLine.parse(JSON.parse(line)));
      const set = planned.filter(({ action }) => action === 'set');
      expect(set).toHaveLength(4);
      for (const { arn, key, value } of set) {
        expect(isArn(arn) && (await client.tagsOf(arn))[key]).toBe(value);
      }
      expect(await client.tagsOf(machine.disk)).toEqual({
        cost: 'shanghai',
        own: 'kept',
        team: 'blue',
      });
      expect(csv.trim().split('\r\n')).toHaveLength(planned.length + 1);
      expect(csv).toMatch(/^arn,key,action,reason,before,value/);
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('take the history away as CSV', async () => {
      const { client, visit } = await begin();
      await client.setRule(diskRule, { status: 'Enable', tagKeys: ['cost'] });
      const { disk } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.settle();
      await visit.open('#/history');
      await visit.page
        .getByText(/\d+ set/)
        .filter({ visible: true })
        .first()
        .waitFor();

      const csv = await downloaded(visit, () =>
        visit.page.getByRole('button', { name: 'CSV' }).click(),
      );

      const lines = csv.trim().split('\r\n');
      expect(lines[0]).toContain('resource');
      expect(lines.filter((line) => line.includes(disk))).toEqual([
        expect.stringContaining('shanghai'),
      ]);
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });

    it('that are dropped on the page are sent as events, packed or not', async () => {
      const { client, visit } = await begin();
      const { disk, instance } = await makeMachine(client, { instance: { cost: 'shanghai' } });
      await client.setRule(diskRule, { status: 'Enable' });
      await client.settle();
      const event = {
        eventId: 'E-1',
        eventName: 'AttachDisk',
        serviceName: 'Ecs',
        eventTime: new Date().toISOString(),
        acsRegion: 'cn-hangzhou',
        requestParameters: { InstanceId: parseArn(instance).id, DiskId: parseArn(disk).id },
      };
      const packed = gzipSync(`${JSON.stringify(event)}\n`).toString('base64');
      await visit.open('#/events');
      const target = visit.page.getByText('Drop a file here');
      await target.waitFor();

      const dropped = await visit.page.evaluateHandle(`(() => {
        const bytes = Uint8Array.from(atob('${packed}'), (letter) => letter.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], 'events.jsonl.gz'));
        return transfer;
      })()`);
      await target.dispatchEvent('drop', { dataTransfer: dropped });
      await visit.page.getByText('1 touch something, 0 touch nothing').waitFor();
      await client.settle();

      expect(await client.tagsOf(disk)).toEqual({ cost: 'shanghai' });
      expect(visit.complaints).toEqual([]);
      await visit.close();
    });
  });
};
