import { expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { type CloudProvider, patientCall, type Sights } from '../../src/clouds/provider.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { impatientCloud } from '../../src/wave/impatient-cloud.ts';
import { createWave } from '../../src/wave/wave.ts';
import { sightsOf } from '../clouds/ask.ts';
import { openDeadline } from '../clouds/deadline-fixture.ts';
import { named, tagged } from '../engine/fixtures.ts';

const disks = Array.from({ length: 10 }, (_, index) => named('Ecs-Disk', `d-${index}`));
const [first = named('Ecs-Disk', 'd-0')] = disks;
const silent = named('Ecs-Disk', 'd-4');
const never = <T>(): Promise<T> => new Promise(() => {});

const cloudWith = (changes: Partial<CloudProvider>) => {
  const { deadline, counts } = openDeadline();
  return { cloud: impatientCloud({ ...absentProvider, ...changes }, deadline), counts };
};

it('hands answers on, and forgets the deadline', async () => {
  const sights: Sights = sightsOf([first], [tagged(first, { a: '1' })]);
  const { cloud, counts } = cloudWith({ describe: async () => sights });

  expect(await cloud.describe([first], patientCall)).toBe(sights);
  expect(counts).toEqual({ begun: 1, calledOff: 1 });
});

it('fails a read that is not answered, which may be made again', async () => {
  const { cloud } = cloudWith({ describe: never, heirs: never, list: never });

  for (const read of [
    cloud.describe([first], patientCall),
    cloud.heirs(first, 'Ecs-Snapshot', undefined, patientCall),
    cloud.list('1000000000000001', 'Ecs-Disk', undefined, patientCall),
  ]) {
    await expect(read).rejects.toMatchObject({ code: 'NoAnswer', kind: 'retryable', details: {} });
  }
});

it('tells of the nine neighbours of a resource for which the cloud never answers', async () => {
  const { cloud } = cloudWith({
    describe: async (arns) =>
      arns.includes(silent)
        ? never()
        : sightsOf(
            arns,
            arns.map((arn) => tagged(arn, {})),
          ),
  });
  const { gather } = createWave({ afterLongestWait: () => () => {} });
  const { describe: read } = gatheredCloud(cloud, gather);

  const sights = await Promise.all(disks.map((disk) => read([disk])));

  const untold = sights
    .flatMap((each) => [...each])
    .flatMap(([arn, { kind }]): readonly Arn[] => (kind === 'cannot-tell' ? [arn] : []));
  expect(untold).toEqual([silent]);
});
