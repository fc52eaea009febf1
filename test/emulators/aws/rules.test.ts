import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../src/clouds/aws/arn.ts';
import { catalogue } from '../../../src/clouds/aws/catalogue.ts';
import type { ResourceType } from '../../../src/clouds/aws/resource-types.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { associations, type Made, volumeWithSnapshot } from './associations.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { type LiveStage, startLiveStage } from './live-stage.ts';
import { toldOfEnd, toldOfMaking } from './told.ts';

const accountId = '230000000001';
let stage: LiveStage;

beforeAll(async () => {
  stage = await startLiveStage(accountId);
  await stage.call('PUT', '/feature', { status: 'Enable' });
});
afterAll(() => stage.stop());

const ofType = (type: ResourceType, id: string): Arn => formatArn({ type, region, accountId, id });

/** The tags that the rules of this file pass on; a text where the resource is gone. */
const inherited = async (arn: Arn): Promise<Readonly<Record<string, string>> | string> => {
  const tags = await tagsIn(stage.account.provider, arn);
  if (tags === undefined) return `${arn} is gone`;
  return Object.fromEntries([...tags].filter(([key]) => ['cost', 'team'].includes(key)));
};

const become = (arn: Arn, tags: Readonly<Record<string, string>>): Promise<void> =>
  expect.poll(() => inherited(arn), { timeout: 60_000, interval: 100 }).toEqual(tags);

const setRule = (settingName: string, body: object) =>
  stage.call('PUT', `/rules/${encodeURIComponent(settingName)}`, body);

const played = catalogue.flatMap(({ settingName, primary, associated, removesOnDetach }) => {
  const pair = `${primary} → ${associated}`;
  const [play, told, toldEnd] = [associations[pair], toldOfMaking[pair], toldOfEnd[pair]];
  if (play === undefined || told === undefined) return [];
  return [{ pair, settingName, primary, associated, removesOnDetach, play, told, toldEnd }];
});

describe.each(played)(
  '$pair',
  ({ settingName, primary, associated, removesOnDetach, play, told, toldEnd }) => {
    it('is inherited, follows, and goes with its key and its association', async () => {
      const existing = await play.make(stage.account);
      await stage.tag(ofType(primary, existing.primary), { cost: 'old' });

      await setRule(settingName, { status: 'Enable', existingStatus: 'Enable' });
      await become(ofType(associated, existing.associated), { cost: 'old' });

      const made = await play.make(stage.account);
      const [parent, heir] = [ofType(primary, made.primary), ofType(associated, made.associated)];
      await stage.tag(parent, { cost: 'a', team: 'blue' });
      await stage.tell(told(made));
      await become(heir, { cost: 'a', team: 'blue' });

      await stage.tag(parent, { cost: 'b' }, ['team']);
      await become(heir, { cost: 'b' });

      if (play.end !== undefined && toldEnd !== undefined) {
        await play.end(stage.account, made);
        await stage.tell(toldEnd(made));
        await become(heir, removesOnDetach ? {} : { cost: 'b' });
      }
      await setRule(settingName, { status: 'Disable' });
    });
  },
);

const settingNameOf = (primary: ResourceType, associated: ResourceType): string =>
  played.find((rule) => rule.primary === primary && rule.associated === associated)?.settingName ??
  '';

const makeOf = async (primary: ResourceType, associated: ResourceType): Promise<Made> => {
  const play = associations[`${primary} → ${associated}`];
  if (play === undefined) throw new Error(`nobody plays ${primary} → ${associated}`);
  return play.make(stage.account);
};

it('goes down a chain of group, instance, volume and snapshot, the chosen keys alone', async () => {
  const chain = [
    ['AutoScaling-Group', 'Ec2-Instance'],
    ['Ec2-Instance', 'Ec2-Volume'],
    ['Ec2-Volume', 'Ec2-Snapshot'],
  ] as const;
  for (const [primary, associated] of chain) {
    await setRule(settingNameOf(primary, associated), { status: 'Enable', tagKeys: ['cost'] });
  }
  const { account } = stage;
  const { primary: group, associated: instance } = await makeOf(
    'AutoScaling-Group',
    'Ec2-Instance',
  );
  const { volume, snapshot } = await volumeWithSnapshot(account, instance);

  await stage.tag(ofType('AutoScaling-Group', group), { cost: 'c', team: 'red' });
  await stage.tell({ call: 'ec2:AttachVolume', request: { volumeId: volume } });
  await stage.tell({ call: 'ec2:CreateSnapshot', response: { snapshotId: snapshot } });

  for (const arn of [
    ofType('Ec2-Instance', instance),
    ofType('Ec2-Volume', volume),
    ofType('Ec2-Snapshot', snapshot),
  ]) {
    await become(arn, { cost: 'c' });
  }
});
