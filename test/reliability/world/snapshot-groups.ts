import { parseArn, typeOf } from '../../../src/clouds/arn.ts';
import type { Play, Step } from './play.ts';

/**
 * Snapshots of all disks of an instance, made by one call that names the instance alone and answers with the
 * group's id: nothing else tells of them.
 */
export const groupSnapshots = async (
  { service, oracle, world }: Play,
  { first }: Step,
): Promise<void> => {
  const living = oracle.resources().filter(({ isAlive }) => isAlive);
  const instances = living.filter(({ type }) => type === 'Ecs-Instance');
  const instance = instances[first % instances.length];
  if (instance === undefined || world.manner === 'lossy') return;
  const { accountId, region } = instance;
  oracle.called('Ecs/CreateSnapshotGroup');
  service.loseEvents(true);
  for (const disk of living.filter(
    ({ type, parents }) => type === 'Ecs-Disk' && parents.has(instance.arn),
  )) {
    const parameters = { RegionId: region, DiskId: parseArn(disk.arn).id };
    const { arns } = await service.call('Ecs/CreateSnapshot', parameters, accountId);
    const made = arns.filter((arn) => typeOf(arn) === 'Ecs-Snapshot');
    for (const arn of made) oracle.born(arn, { parents: [disk.arn] });
  }
  service.loseEvents(false);
  const eventTime = new Date(service.now()).toISOString();
  await service.publish([
    {
      source: 'acs.ecs',
      detailType: 'ecs:ActionTrail:ApiCall',
      detail: {
        eventId: `group-${service.now()}`,
        eventName: 'CreateSnapshotGroup',
        eventType: 'ApiCall',
        serviceName: 'Ecs',
        eventTime,
        acsRegion: region,
        recipientAccountId: accountId,
        userIdentity: { userName: 'operator' },
        requestParameters: { RegionId: region, InstanceId: parseArn(instance.arn).id },
        responseElements: { SnapshotGroupId: 'ssg-1' },
      },
    },
  ]);
  oracle.operationEnded();
};
