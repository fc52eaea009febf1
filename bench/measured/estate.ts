import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import type { Seed } from './seed.ts';

const arnOf = (type: 'Ecs-Instance' | 'Ecs-Disk', id: string): Arn =>
  formatArn({ type, region: 'cn-hangzhou', accountId: '1000000000000001', id });

/** Tag values that there are: equal changes are those of a tenth. */
const teams = 10;

/** Instances of ten teams with disks that have inherited nothing yet; as many disks as asked for, or a few more. */
export const estateOf = (disks: number, disksPerInstance: number): readonly Seed[] =>
  Array.from({ length: Math.ceil(disks / disksPerInstance) }, (_, n) => {
    const instance = arnOf('Ecs-Instance', `i-${n}`);
    return [
      { arn: instance, tags: new Map([['team', `team-${n % teams}`]]) },
      ...Array.from({ length: disksPerInstance }, (_each, disk) => ({
        arn: arnOf('Ecs-Disk', `d-${n}-${disk}`),
        parents: [instance],
      })),
    ];
  }).flat();
