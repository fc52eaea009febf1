import { type Fields, textOf } from '../../shapes.ts';
import type { ResourceType } from '../resource-types.ts';
import type { Unwrapped } from './envelope.ts';
import { valuesAt } from './values.ts';

export type Notice = Extract<Unwrapped, { kind: 'notice' }>;

/** What a notice says. */
export type Told = {
  /** As the catalogue names it, after the service: the notice, and what it says happened. */
  readonly name: string;
  /** Ids or ARNs of resources of one type. */
  readonly texts: readonly string[];
  readonly type: ResourceType;
  readonly isGone: boolean;
  /** It says that something was tried and did not succeed. */
  readonly hasFailed: boolean;
};

const fieldOf = (detail: Fields, name: string): string => (textOf(detail[name]) ?? '').trim();

/** Notices of EBS name what happened in `event`, and how it went in `result`. */
const ofEbs =
  (type: ResourceType, ...paths: readonly string[]) =>
  ({ type: notice, detail, resources }: Notice): Told => {
    const event = fieldOf(detail, 'event');
    return {
      name: `${notice} ${event}`,
      type,
      texts: [
        ...valuesAt({ resources }, 'resources'),
        ...paths.flatMap((path) => valuesAt(detail, path)),
      ],
      isGone: event.startsWith('delete'),
      hasFailed: fieldOf(detail, 'result') === 'failed',
    };
  };

/** Notices that name one resource by its id, and a state. */
const ofState =
  (type: ResourceType, idField: string, stateField: string, gone: string) =>
  ({ type: notice, detail }: Notice): Told => {
    const state = fieldOf(detail, stateField).toLowerCase();
    return {
      name: `${notice} ${state}`,
      type,
      texts: valuesAt(detail, idField),
      isGone: state === gone,
      hasFailed: state === 'failed',
    };
  };

const ofGroup =
  (isGone: boolean) =>
  ({ type: notice, detail }: Notice): Told => ({
    name: notice,
    type: 'Ec2-Instance',
    texts: valuesAt(detail, 'EC2InstanceId'),
    isGone,
    hasFailed: false,
  });

/** Events of RDS are of one or more categories. */
const ofRds =
  (type: ResourceType) =>
  ({ type: notice, detail, resources }: Notice): Told => {
    const categories = valuesAt(detail, 'EventCategories').map((each) => each.toLowerCase());
    const category =
      ['deletion', 'creation', 'backup'].find((each) => categories.includes(each)) ??
      categories[0] ??
      '';
    const source = valuesAt(detail, 'SourceArn');
    return {
      name: `${notice} ${category}`.trim(),
      type,
      texts: source.length === 0 ? valuesAt({ resources }, 'resources') : source,
      isGone: category === 'deletion',
      hasFailed: false,
    };
  };

/** A kind of notice that a rule watches. */
type NoticeKind = {
  /** The field that says what happened; undefined where the name of the notice does. */
  readonly tells: 'event' | 'State' | 'state' | 'EventCategories' | undefined;
  readonly read: (notice: Notice) => Told;
};

/** How each notice that a rule watches is read. Source: the services' pages on EventBridge. */
export const noticeKinds: ReadonlyMap<string, NoticeKind> = new Map<string, NoticeKind>([
  ['EBS Volume Notification', { tells: 'event', read: ofEbs('Ec2-Volume') }],
  ['EBS Snapshot Notification', { tells: 'event', read: ofEbs('Ec2-Snapshot', 'snapshot_id') }],
  [
    'EBS Multi-Volume Snapshots Completion Status',
    { tells: 'event', read: ofEbs('Ec2-Snapshot', 'snapshots.snapshot_id') },
  ],
  [
    'EC2 AMI State Change',
    { tells: 'State', read: ofState('Ec2-Image', 'ImageId', 'State', 'deregistered') },
  ],
  [
    'EC2 Instance State-change Notification',
    { tells: 'state', read: ofState('Ec2-Instance', 'instance-id', 'state', 'terminated') },
  ],
  ['EC2 Instance Launch Successful', { tells: undefined, read: ofGroup(false) }],
  ['EC2 Instance Terminate Successful', { tells: undefined, read: ofGroup(true) }],
  ['RDS DB Instance Event', { tells: 'EventCategories', read: ofRds('Rds-DbInstance') }],
  ['RDS DB Snapshot Event', { tells: 'EventCategories', read: ofRds('Rds-DbSnapshot') }],
  [
    'RDS DB Cluster Snapshot Event',
    { tells: 'EventCategories', read: ofRds('Rds-DbClusterSnapshot') },
  ],
]);

/** What a notice says; undefined for one of a kind that no rule watches. */
export const toldBy = (notice: Notice): Told | undefined =>
  noticeKinds.get(notice.type)?.read(notice);
