import { type Answering, ec2Answer, type Xml } from './fake-aws.ts';
import type { SentAnswer } from './request-handler.ts';

/** A resource of a fake EC2. */
export type FakeResource = {
  readonly id: string;
  readonly tags: Map<string, string>;
  /** Id of the instance that it is attached to. */
  of?: string | undefined;
};

/** EC2 in memory: instances, and volumes, interfaces and addresses of them, told apart by their ids. */
export type FakeEc2 = {
  readonly resources: Map<string, FakeResource>;
  readonly answers: Readonly<Record<string, Answering>>;
};

type Parameters = ReadonlyMap<string, string>;

/** Values of a list: `ResourceId.1`, `ResourceId.2`, … */
const listOf = (parameters: Parameters, name: string): readonly string[] => {
  const values: string[] = [];
  for (let n = 1; parameters.has(`${name}.${n}`); n += 1) {
    values.push(parameters.get(`${name}.${n}`) ?? '');
  }
  return values;
};

/** The only filter that is ever asked with. */
const filterOf = (parameters: Parameters) => ({
  name: parameters.get('Filter.1.Name'),
  values: new Set(listOf(parameters, 'Filter.1.Value')),
});

const tagSet = ({ tags }: FakeResource): Xml => ({
  item: [...tags].map(([key, value]) => ({ key, value })),
});

/** How resources of one type are asked for and shown. */
type Shown = {
  readonly prefix: string;
  readonly operation: string;
  readonly idFilter: string;
  readonly ofFilter?: string;
  /** Finds those that hang on nothing. */
  readonly freeFilter?: string;
  readonly show: (resources: readonly FakeResource[]) => Readonly<Record<string, Xml>>;
};

const types: readonly Shown[] = [
  {
    prefix: 'i-',
    operation: 'DescribeInstances',
    idFilter: 'instance-id',
    show: (resources) => ({
      reservationSet: {
        item: {
          instancesSet: {
            item: resources.map((each) => ({ instanceId: each.id, tagSet: tagSet(each) })),
          },
        },
      },
    }),
  },
  {
    prefix: 'vol-',
    operation: 'DescribeVolumes',
    idFilter: 'volume-id',
    ofFilter: 'attachment.instance-id',
    show: (resources) => ({
      volumeSet: {
        item: resources.map((each) => ({
          volumeId: each.id,
          status: 'in-use',
          tagSet: tagSet(each),
          attachmentSet: {
            item: each.of === undefined ? [] : [{ instanceId: each.of, status: 'attached' }],
          },
        })),
      },
    }),
  },
  {
    prefix: 'eni-',
    operation: 'DescribeNetworkInterfaces',
    idFilter: 'network-interface-id',
    ofFilter: 'attachment.instance-id',
    freeFilter: 'status',
    show: (resources) => ({
      networkInterfaceSet: {
        item: resources.map((each) => ({
          networkInterfaceId: each.id,
          tagSet: tagSet(each),
          ...(each.of && { attachment: { instanceId: each.of, status: 'attached' } }),
        })),
      },
    }),
  },
  {
    prefix: 'eipalloc-',
    operation: 'DescribeAddresses',
    idFilter: 'allocation-id',
    ofFilter: 'instance-id',
    show: (resources) => ({
      addressesSet: {
        item: resources.map((each) => ({
          allocationId: each.id,
          tagSet: tagSet(each),
          ...(each.of && { instanceId: each.of, associationId: `eipassoc-of-${each.id}` }),
        })),
      },
    }),
  },
];

/** Opens it, empty. @param onTagged told of what a tag call changed */
export const fakeEc2 = (
  onTagged: (resource: FakeResource, changedKeys: readonly string[]) => void = () => {},
): FakeEc2 => {
  const resources = new Map<string, FakeResource>();

  const describe =
    ({ prefix, operation, idFilter, ofFilter, freeFilter, show }: Shown): Answering =>
    (parameters): SentAnswer => {
      const { name, values } = filterOf(parameters);
      const wanted =
        name === idFilter
          ? [...values].flatMap((id) => resources.get(id) ?? [])
          : [...resources.values()].filter(
              ({ id, of }) =>
                id.startsWith(prefix) &&
                (name === undefined ||
                  (name === ofFilter && values.has(of ?? '')) ||
                  (name === freeFilter && of === undefined)),
            );
      const from = Number(parameters.get('NextToken') ?? 0);
      const to = from + Number(parameters.get('MaxResults') ?? wanted.length);
      return ec2Answer(operation, {
        ...show(wanted.slice(from, to)),
        ...(to < wanted.length ? { nextToken: String(to) } : {}),
      });
    };

  const retag =
    (operation: string, edit: (tags: Map<string, string>, key: string, value: string) => void) =>
    (parameters: Parameters): SentAnswer => {
      const keys: string[] = [];
      for (let n = 1; parameters.has(`Tag.${n}.Key`); n += 1) {
        keys.push(parameters.get(`Tag.${n}.Key`) ?? '');
      }
      for (const id of listOf(parameters, 'ResourceId')) {
        const resource = resources.get(id);
        if (resource === undefined) throw new Error(`there is no ${id}`);
        for (const [index, key] of keys.entries()) {
          edit(resource.tags, key, parameters.get(`Tag.${index + 1}.Value`) ?? '');
        }
        onTagged(resource, keys);
      }
      return ec2Answer(operation, { return: 'true' });
    };

  return {
    resources,
    answers: {
      ...Object.fromEntries(types.map((type) => [type.operation, describe(type)])),
      CreateTags: retag('CreateTags', (tags, key, value) => tags.set(key, value)),
      DeleteTags: retag('DeleteTags', (tags, key) => tags.delete(key)),
    },
  };
};
