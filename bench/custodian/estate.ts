import {
  type BlockDeviceMapping,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  EC2Client,
  paginateDescribeInstances,
  paginateDescribeVolumes,
  RunInstancesCommand,
  type Volume,
} from '@aws-sdk/client-ec2';

export const accountId = '123456789012';
export const region = 'eu-central-1';
/** Whose account moto's own is. */
export const credentials = { accessKeyId: 'any', secretAccessKey: 'any' } as const;

/** An image that moto has. */
const anyImage = 'ami-12c6146b';

/** The keys that instances are given, and that their volumes are to have. */
export const tagKeys = ['team', 'cost-center', 'environment', 'owner'] as const;

/** Key → value, of the keys above alone. */
export type ChosenTags = Readonly<Record<string, string>>;

/** What instances are tagged with, and how many there are of it. */
export type Fleet = {
  readonly instances: number;
  readonly volumesEach: number;
  /** Distinct sets of tags, given to as many instances each. */
  readonly teams: number;
};

/** An account at the emulator, as an operations team calls it: past whatever counts calls. */
export type Estate = {
  readonly launch: (fleet: Fleet) => Promise<readonly string[]>;
  readonly tag: (instance: string, tags: Readonly<Record<string, string>>) => Promise<void>;
  readonly untag: (instance: string, key: string) => Promise<void>;
  /** By their ids, in order. */
  readonly volumesOf: (instance: string) => Promise<readonly string[]>;
  readonly detach: (instance: string, volume: string) => Promise<void>;
  /** Volume → its tags, of the keys above. */
  readonly tagsOf: (volumes: readonly string[]) => Promise<ReadonlyMap<string, ChosenTags>>;
  /** Attached volumes whose tags are not those of their instance; of the keys above. */
  readonly wrong: () => Promise<number>;
  readonly close: () => void;
};

const tagsFor = (team: number): Readonly<Record<(typeof tagKeys)[number], string>> => ({
  team: `team-${team}`,
  'cost-center': `cc-${1000 + team}`,
  environment: team % 2 === 0 ? 'production' : 'staging',
  owner: `owner-${team}@example.com`,
});

const asList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const devices = (count: number): BlockDeviceMapping[] =>
  Array.from({ length: count }, (_, index) => ({
    DeviceName: `/dev/sd${index}`,
    Ebs: { VolumeSize: 8 },
  }));

const chosen = (tags: Volume['Tags'] = []): ChosenTags =>
  Object.fromEntries(
    tags
      .flatMap(({ Key = '', Value = '' }) =>
        tagKeys.some((key) => key === Key) ? [[Key, Value]] : [],
      )
      .toSorted(),
  );

/** Opens the account. @param endpoint of the emulator */
export const openEstate = (endpoint: string): Estate => {
  const ec2 = new EC2Client({ endpoint, region, credentials });

  const launchTeam = async (team: number, count: number, volumesEach: number) => {
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: anyImage,
        MinCount: count,
        MaxCount: count,
        BlockDeviceMappings: devices(volumesEach),
        TagSpecifications: [{ ResourceType: 'instance', Tags: asList(tagsFor(team)) }],
      }),
    );
    return Instances.flatMap(({ InstanceId }) => InstanceId ?? []);
  };

  const tagsOfInstances = async (): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    for await (const { Reservations = [] } of paginateDescribeInstances({ client: ec2 }, {})) {
      for (const { InstanceId = '', Tags } of Reservations.flatMap(
        ({ Instances = [] }) => Instances,
      ))
        found.set(InstanceId, JSON.stringify(chosen(Tags)));
    }
    return found;
  };

  return {
    launch: async ({ instances, volumesEach, teams }) => {
      const made: string[] = [];
      for (let team = 0; team < teams; team += 1) {
        made.push(...(await launchTeam(team, instances / teams, volumesEach)));
      }
      return made;
    },
    tag: async (instance, tags) => {
      await ec2.send(new CreateTagsCommand({ Resources: [instance], Tags: asList(tags) }));
    },
    untag: async (instance, key) => {
      await ec2.send(new DeleteTagsCommand({ Resources: [instance], Tags: [{ Key: key }] }));
    },
    volumesOf: async (instance) => {
      const Filters = [{ Name: 'attachment.instance-id', Values: [instance] }];
      const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ Filters }));
      return Volumes.flatMap(({ VolumeId }) => VolumeId ?? []).toSorted();
    },
    detach: async (instance, volume) => {
      await ec2.send(new DetachVolumeCommand({ InstanceId: instance, VolumeId: volume }));
    },
    tagsOf: async (volumes) => {
      const { Volumes = [] } = await ec2.send(
        new DescribeVolumesCommand({ VolumeIds: [...volumes] }),
      );
      return new Map(Volumes.map(({ VolumeId = '', Tags }) => [VolumeId, chosen(Tags)]));
    },
    wrong: async () => {
      const wanted = await tagsOfInstances();
      let wrong = 0;
      for await (const { Volumes = [] } of paginateDescribeVolumes({ client: ec2 }, {})) {
        for (const { Attachments: [attached] = [], Tags } of Volumes) {
          const of = wanted.get(attached?.InstanceId ?? '');
          if (of !== undefined && of !== JSON.stringify(chosen(Tags))) wrong += 1;
        }
      }
      return wrong;
    },
    close: () => ec2.destroy(),
  };
};
