import { setTimeout as sleep } from 'node:timers/promises';
import { type Arn, formatArn } from '../../../src/clouds/aws/arn.ts';
import { catalogue } from '../../../src/clouds/aws/catalogue.ts';
import type { ResourceType } from '../../../src/clouds/aws/resource-types.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { associations, type Made, volumeWithSnapshot } from './associations.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { type LiveStage, startLiveStage } from './live-stage.ts';

const accountId = '123456789012';
/** Tries until a moment is given up, and how long lies between them. */
const tries = 300;
const pauseMs = 100;

const named = (type: ResourceType, id: string): Arn => formatArn({ type, region, accountId, id });

const textOf = (tags: ReadonlyMap<string, string>): string =>
  [...tags]
    .filter(([key]) => !key.startsWith('aws:'))
    .map(([key, value]) => `${key}:${value}`)
    .sort()
    .join(' ') || '(none)';

const row = (state: string, what: string, resource: string, tags: string): string =>
  `  ${state.padEnd(5)} ${what.padEnd(48)} ${resource.padEnd(36)} ${tags}`;

/** A day of an operations team, told line by line. @returns whether every moment was right */
export const playDay = async (print: (line: string) => void): Promise<boolean> => {
  const stage: LiveStage = await startLiveStage(accountId);
  let wrong = 0;
  let moments = 0;

  /** Waits until a resource has tags, and tells which it has. */
  const moment = async (what: string, arn: Arn, expected: string): Promise<void> => {
    let found = '';
    for (let left = tries; left > 0 && found !== expected; left -= 1) {
      found = textOf((await tagsIn(stage.account.provider, arn)) ?? new Map());
      if (found !== expected) await sleep(pauseMs);
    }
    moments += 1;
    if (found !== expected) wrong += 1;
    const [, , , , , id = ''] = arn.split(':');
    const isRight = found === expected;
    const told = isRight ? found : `${found}; expected ${expected}`;
    print(row(isRight ? 'ok' : 'WRONG', what, id, told));
  };

  /** Somebody tags a resource, and AWS tells of it. */
  const tag: LiveStage['tag'] = async (...change) => {
    await stage.tag(...change);
    await stage.putEvents();
  };

  const make = async (pair: string): Promise<Made> => {
    const made = await associations[pair]?.make(stage.account);
    if (made === undefined) throw new Error(`nobody plays ${pair}`);
    return made;
  };
  const end = async (pair: string, made: Made): Promise<void> => {
    await associations[pair]?.end?.(stage.account, made);
    await stage.putEvents();
  };

  try {
    await stage.call('PUT', '/feature', { status: 'Enable' });
    for (const { settingName } of catalogue) {
      await stage.call('PUT', `/rules/${encodeURIComponent(settingName)}`, { status: 'Enable' });
    }

    print(row('', 'what happened', 'resource', 'its tags then'));
    print('launch and attach');
    const disk = await make('Ec2-Instance → Ec2-Volume');
    const [instance, volume] = [
      named('Ec2-Instance', disk.primary),
      named('Ec2-Volume', disk.associated),
    ];
    await tag(instance, { cost: 'web', team: 'blue' });
    await moment('a volume is attached: it inherits', volume, 'cost:web team:blue');

    print('snapshot');
    const { snapshot } = await volumeWithSnapshot(stage.account, disk.primary);
    await stage.putEvents();
    const copy = named('Ec2-Snapshot', snapshot);
    await moment('a snapshot inherits from its volume', copy, 'cost:web team:blue');

    print('tag');
    await tag(instance, { cost: 'shop' });
    await moment('the instance is tagged anew: its volume follows', volume, 'cost:shop team:blue');
    await moment('and the snapshot of its other volume', copy, 'cost:shop team:blue');
    await tag(instance, {}, ['team']);
    await moment('a key leaves the instance: it goes', copy, 'cost:shop');

    print('scale');
    const scaled = await make('AutoScaling-Group → Ec2-Instance');
    await tag(named('AutoScaling-Group', scaled.primary), { cost: 'jobs' });
    await moment(
      'an instance of a group inherits',
      named('Ec2-Instance', scaled.associated),
      'cost:jobs',
    );

    print('detach');
    const held = await make('Ec2-Instance → Ec2-ElasticIp');
    await tag(named('Ec2-Instance', held.primary), { cost: 'front' });
    const address = named('Ec2-ElasticIp', held.associated);
    await moment('an address is associated: it inherits', address, 'cost:front');
    await end('Ec2-Instance → Ec2-ElasticIp', held);
    await moment('disassociated: inherited tags go', address, '(none)');
    await end('Ec2-Instance → Ec2-Volume', disk);
    await moment('the volume is detached: inherited tags go', volume, '(none)');
    print(`${moments} moments, ${wrong === 0 ? 'all right' : `${wrong} wrong`}`);
    return wrong === 0;
  } finally {
    await stage.stop();
  }
};
