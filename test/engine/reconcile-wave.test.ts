import { setImmediate as nextTick } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import type { ReconcileDeps } from '../../src/engine/session.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { RetryableError } from '../../src/model/errors.ts';
import { createWave } from '../../src/wave/wave.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld, type WorldChanges } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disks: readonly Arn[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});

afterAll(() => dynamoDb.stop());

const attachment = (disk: Arn) => ({ InstanceId: idOf(instance), DiskId: idOf(disk) });

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  const made: Arn[] = [];
  for (let n = 0; n < 3; n += 1) {
    made.push(await world.make('Ecs-Disk', 'Ecs/CreateDisk', { ZoneId: 'a', Size: 20 }));
  }
  disks = made;
  for (const disk of disks) await world.make('Ecs-Disk', 'Ecs/AttachDisk', attachment(disk));
  await world.tag(instance, { cost: 'shanghai' });
});

/** Reconciles all disks in one wave. @returns how each ended, and how many tag calls that took */
const reconcileTogether = async (changes: WorldChanges = {}) => {
  const inner = changes.cloud ?? world.cloud;
  let tagCalls = 0;
  const cloud = overTagCalls(inner, (_, next) => {
    tagCalls += 1;
    return next();
  });
  const wave = createWave({ afterLongestWait: () => () => {} });
  const worker = world.worker({ ...changes, cloud, wave });
  const ends = await Promise.allSettled(disks.map((disk) => worker(disk)));
  return { ends, tagCalls };
};

const allTags = () => Promise.all(disks.map(world.tagsOf));
const kindOf = (end: PromiseSettledResult<{ kind: string }> | undefined) =>
  end?.status === 'fulfilled' ? end.value.kind : end?.reason.code;

describe('reconciles in one wave', () => {
  it('write equal changes in one call', async () => {
    const { ends, tagCalls } = await reconcileTogether();

    expect(ends.map(kindOf)).toEqual(['changed', 'changed', 'changed']);
    expect(tagCalls).toBe(1);
    expect(await allTags()).toEqual(disks.map(() => ({ cost: 'shanghai' })));
  });

  it('wait for each other also where one reads settings and ledger side by side', async () => {
    const wave = createWave({ afterLongestWait: () => () => {} });
    const sent: string[][] = [];
    const ask = wave.gather<string, string>(async (names) => {
      sent.push([...names]);
      return names.map((value) => ({ status: 'fulfilled', value }));
    });
    const settingsOf: ReconcileDeps['knownSettings'] = async (accountId) => {
      await ask('settings');
      return world.settings.read(accountId);
    };
    const ledger: Ledger = {
      ...world.ledger,
      read: async (arn) => {
        await ask('record');
        return world.ledger.read(arn);
      },
    };
    const late = wave.run(async () => {
      for (let tick = 0; tick < 3; tick += 1) await nextTick();
      return ask('late');
    });

    const worker = world.worker({ wave, ledger, knownSettings: settingsOf });
    await Promise.all([worker(disks[0] ?? instance), late]);

    expect(sent).toEqual([['settings', 'record', 'late']]);
  });

  it('go on without the one whose resource went away before the call', async () => {
    let doomed = disks[0];
    const ledger: Ledger = {
      ...world.ledger,
      replace: async (previous, change) => {
        const stored = await world.ledger.replace(previous, change);
        if (previous.arn === doomed && change.intent !== null) {
          doomed = undefined;
          await world.make('Ecs-Disk', 'Ecs/DetachDisk', attachment(previous.arn));
          await world.make('Ecs-Disk', 'Ecs/DeleteDisk', { DiskId: parseArn(previous.arn).id });
        }
        return stored;
      },
    };

    const { ends } = await reconcileTogether({ ledger });

    expect(ends.map(kindOf)).toEqual(['gone', 'changed', 'changed']);
    expect(await allTags()).toEqual([{}, { cost: 'shanghai' }, { cost: 'shanghai' }]);
  });

  it('all give their records back when the call was throttled', async () => {
    const cloud = overTagCalls(world.cloud, async () => {
      throw new RetryableError({ code: 'Throttling', message: 'too fast' });
    });

    const { ends } = await reconcileTogether({ cloud });
    const intents = await Promise.all(
      disks.map(async (disk) => (await world.ledger.read(disk)).intent?.expiresAt ?? 0),
    );
    const again = await reconcileTogether();

    expect(ends.map(kindOf)).toEqual(['Throttling', 'Throttling', 'Throttling']);
    expect(intents.every((expiresAt) => expiresAt <= world.now())).toBe(true);
    expect(again.ends.map(kindOf)).toEqual(['changed', 'changed', 'changed']);
    expect(await allTags()).toEqual(disks.map(() => ({ cost: 'shanghai' })));
  });

  it('all hold their records when nobody knows whether the call arrived, and settle after', async () => {
    const cloud = overTagCalls(world.cloud, async (_, next) => {
      await next();
      throw new RetryableError({
        code: 'Timeout',
        message: 'no answer',
        details: { mayHaveHappened: true },
      });
    });

    const lost = await reconcileTogether({ cloud });
    const held = await reconcileTogether();
    for (const disk of disks) {
      await world.make('Ecs-Disk', 'Ecs/DetachDisk', attachment(disk));
    }
    world.wait(46);
    const after = await reconcileTogether();

    expect(lost.ends.map(kindOf)).toEqual(['Timeout', 'Timeout', 'Timeout']);
    expect(held.ends.map(kindOf)).toEqual(['StillChanging', 'StillChanging', 'StillChanging']);
    expect(after.ends.map(kindOf)).toEqual(['changed', 'changed', 'changed']);
    expect(await allTags()).toEqual([{}, {}, {}]);
  });

  it('leave out of the call whoever waited for it until its intent was about to end', async () => {
    const [first, , last] = disks;
    const ledger: Ledger = {
      ...world.ledger,
      replace: async (previous, change) => {
        // The last one begins its intent when that of the first is nearly over.
        if (previous.arn === last && change.intent !== null) {
          world.wait(28);
          const intent = { ...change.intent, expiresAt: world.now() + 30_000 };
          return world.ledger.replace(previous, { ...change, intent });
        }
        return world.ledger.replace(previous, change);
      },
    };

    const { ends } = await reconcileTogether({ ledger });

    expect(ends.map(kindOf)).toEqual(['IntentExpired', 'IntentExpired', 'changed']);
    expect(await world.tagsOf(first ?? instance)).toEqual({});
    expect(await world.tagsOf(last ?? instance)).toEqual({ cost: 'shanghai' });
  });
});

describe('settings that were read some time ago', () => {
  const staleSettings = async () => {
    const known = await world.settings.read(parseArn(instance).accountId);
    return async () => known;
  };

  it('remove nothing when the rule was turned off before the detach', async () => {
    await reconcileTogether();
    const knownSettings = await staleSettings();
    await world.setRules(setting(diskRule, { status: 'Disable', generation: 2 }));
    for (const disk of disks) {
      await world.make('Ecs-Disk', 'Ecs/DetachDisk', attachment(disk));
    }

    const { ends } = await reconcileTogether({ knownSettings });

    expect(ends.map(kindOf)).toEqual(['inactive', 'inactive', 'inactive']);
    expect(await allTags()).toEqual(disks.map(() => ({ cost: 'shanghai' })));
  });

  it('write nothing that the settings of now do not ask for', async () => {
    const knownSettings = await staleSettings();
    await world.setRules(setting(diskRule, { tagKeys: ['team'] }));

    const { ends, tagCalls } = await reconcileTogether({ knownSettings });

    expect(ends.map(kindOf)).toEqual(['converged', 'converged', 'converged']);
    expect(tagCalls).toBe(0);
  });
});
