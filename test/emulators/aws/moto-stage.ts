import {
  AttachVolumeCommand,
  CreateVolumeCommand,
  DetachVolumeCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { formatArn, parseArn } from '../../../src/clouds/aws/arn.ts';
import { openAwsWith } from '../../../src/clouds/aws/open.ts';
import type { Arn } from '../../../src/clouds/cloud.ts';
import type { requestHandler as handlerOf } from '../../clouds/aws/provider/request-handler.ts';
import type { Stage } from '../../clouds/provider-contract.ts';
import { credentialsAt, emulatedRegion as region, taggerRole } from './emulated-account.ts';

/** An image that moto has. */
export const anyImage = 'ami-12c6146b';

/** In the place of what sends requests. */
type Handler = ReturnType<typeof handlerOf>;

/** Opens AWS as an emulator plays it. */
export const openEmulated = (endpoint: string, requestHandler?: Handler) =>
  openAwsWith({
    regions: [region],
    credentialsFor: credentialsAt(endpoint),
    endpoint,
    ...(requestHandler && { requestHandler }),
    onUnknownError: () => {},
    maxTagsPerResource: () => 50,
    isOurs: (caller) => caller.split('/')[0] === taggerRole,
  });

const idOf = (arn: Arn): string => parseArn(arn).id;

/** An account of emulated AWS as the stage of the provider contract. */
export const emulatedStage = (
  endpoint: string,
  accountId: string,
  { handler, settle = () => {} }: { handler?: Handler; settle?: () => void } = {},
): Stage => {
  const ec2 = new EC2Client({ endpoint, region, credentials: credentialsAt(endpoint)(accountId) });
  const arnOf = (type: 'Ec2-Instance' | 'Ec2-Volume', id = ''): Arn =>
    formatArn({ type, region, accountId, id });
  return {
    provider: openEmulated(endpoint, handler).provider,
    accountId,
    types: { disk: 'Ec2-Volume', other: 'Ec2-ElasticIp' },
    makeInstance: async () => {
      const command = new RunInstancesCommand({ ImageId: anyImage, MinCount: 1, MaxCount: 1 });
      const { Instances: [instance] = [] } = await ec2.send(command);
      return arnOf('Ec2-Instance', instance?.InstanceId);
    },
    makeDisk: async () => {
      const command = new CreateVolumeCommand({ AvailabilityZone: `${region}a`, Size: 1 });
      return arnOf('Ec2-Volume', (await ec2.send(command)).VolumeId);
    },
    attach: async (instance, disk) => {
      const VolumeId = idOf(disk);
      const Device = `/dev/sd-${VolumeId}`;
      await ec2.send(new AttachVolumeCommand({ InstanceId: idOf(instance), VolumeId, Device }));
    },
    detach: async (instance, disk) => {
      const of = { InstanceId: idOf(instance), VolumeId: idOf(disk) };
      await ec2.send(new DetachVolumeCommand(of));
    },
    deleteInstance: async (instance) => {
      await ec2.send(new TerminateInstancesCommand({ InstanceIds: [idOf(instance)] }));
    },
    noSuchDisk: arnOf('Ec2-Volume', 'vol-0123456789abcdef0'),
    settle,
    lastTagger: () => `${taggerRole}/heirtag`,
  };
};
