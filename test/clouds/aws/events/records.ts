import { readEvent } from '../../../../src/clouds/aws/events/read-event.ts';
import type { Reading } from '../../../../src/clouds/reading.ts';

export const account = '123456789012';
export const region = 'us-east-1';

/** The ARN of something in the account and region of these records. */
export const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** A record of CloudTrail. @param call such as `ec2:AttachVolume` */
export const recordOf = (call: string, changes: object = {}): object => {
  const [service = '', eventName = ''] = call.split(':');
  return {
    eventVersion: '1.11',
    eventName,
    eventSource: `${service}.amazonaws.com`,
    eventID: 'e-1',
    eventTime: '2026-03-01T08:00:00Z',
    awsRegion: region,
    recipientAccountId: account,
    userIdentity: { type: 'IAMUser', userName: 'alice', accountId: account },
    ...changes,
  };
};

/** A record as EventBridge delivers it. */
export const onBus = (record: object): object => {
  const { eventSource = '' } = { eventSource: '', ...record };
  return {
    version: '0',
    id: 'bus-1',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${eventSource.split('.')[0]}`,
    account,
    region,
    time: '2026-03-01T08:00:01Z',
    resources: [],
    detail: record,
  };
};

/** What a service tells by itself. */
export const noticeOf = (
  source: string,
  type: string,
  { resources = [], detail }: { readonly resources?: readonly string[]; readonly detail: object },
): object => ({
  version: '0',
  id: 'n-1',
  'detail-type': type,
  source,
  account,
  region,
  time: '2026-03-01T08:00:00Z',
  resources,
  detail,
});

/** A change of tags, as AWS tells it of whatever resource. */
export const tagChangeOf = (arn: string, tags: object, changed: readonly string[]): object => {
  const [, , service, , , resource = ''] = arn.split(':');
  return noticeOf('aws.tag', 'Tag Change on Resource', {
    resources: [arn],
    detail: {
      'changed-tag-keys': changed,
      service,
      'resource-type': resource.split('/')[0],
      version: 3,
      tags,
    },
  });
};

/** What a reading says, in one text or the resources that it touches. */
export const toldOf = (reading: Reading): string | readonly string[] => {
  if (reading.kind === 'touched') return reading.resources.map(({ arn }) => arn);
  return `${reading.kind}: ${reading.reason}`;
};

export const touchedBy = (event: unknown): string | readonly string[] => toldOf(readEvent(event));
