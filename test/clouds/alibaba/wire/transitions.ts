import * as z from 'zod/mini';
import type { Disturbance, DisturbedCall } from '../../../../src/clouds/wire.ts';

const disks = z.looseObject({
  Disks: z.object({ Disk: z.array(z.looseObject({ DiskId: z.string() })) }),
});

/** Shows a disk as it is while ECS attaches it: with a state of its own, and no instance. */
export const attaching =
  (diskId: string) =>
  ({ operation }: DisturbedCall): Disturbance | undefined =>
    operation === 'DescribeDisks'
      ? {
          kind: 'tell',
          change: (result) => {
            const { Disks, ...rest } = disks.parse(result);
            const Disk = Disks.Disk.map((disk) =>
              disk.DiskId === diskId
                ? {
                    ...disk,
                    Status: 'Attaching',
                    InstanceId: '',
                    Device: '',
                    Attachments: { Attachment: [] },
                  }
                : disk,
            );
            return { ...rest, Disks: { Disk } };
          },
        }
      : undefined;
