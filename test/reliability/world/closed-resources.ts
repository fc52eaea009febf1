import { typeOf } from '../../../src/clouds/arn.ts';
import { accountIds } from './cloud-operations.ts';
import type { Play } from './play.ts';

/** Machines with disks of which the ledger knows before the service may not see them any more. */
export const makeClosed = async ({ service, cloud, closed }: Play): Promise<void> => {
  for (const accountId of accountIds) {
    for (const region of ['cn-hangzhou', 'eu-central-1']) {
      const { arns } = await service.call(
        'Ecs/RunInstances',
        { RegionId: region, Amount: 2, Tag: [{ Key: 'team', Value: 'closed' }] },
        accountId,
      );
      closed.push(...arns);
    }
  }
  await service.drain();
  // Of one machine the heirs cannot be listed, of the other its disk cannot be described.
  const of = (type: string) => closed.filter((arn) => typeOf(arn) === type);
  cloud.close([
    ...of('Ecs-Instance').filter((_, n) => n % 2 === 0),
    ...of('Ecs-Disk').filter((_, n) => n % 2 === 1),
  ]);
};
