import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { toBusEvent } from '../../../../src/clouds/alibaba/events/bus-event.ts';
import { eventSchema } from '../../../../src/clouds/alibaba/events/event-schema.ts';
import { foundInput } from '../../../fixtures/found-inputs.ts';

const root = join(import.meta.dirname, '../../../..');
const folder = join(root, 'test/fixtures/events');

const fits = (event: unknown): boolean => eventSchema().safeParse(event).success;
const isTaken = (event: unknown): boolean => toBusEvent(event, '1000000000000001').kind === 'event';

const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')).payload] as const);

const list = z.array(z.unknown());
const found = [
  ...[1, 3, 12, 16, 23].map((number) => foundInput(number)),
  ...list.parse(foundInput(4)),
  ...list.parse(foundInput(14)),
].map((event, index) => [`found ${index}`, event] as const);

const record = {
  eventName: 'AttachDisk',
  acsRegion: 'cn-hangzhou',
  serviceName: 'Ecs',
  requestParameters: { DiskId: 'd-1' },
};
const type = 'ecs:ActionTrail:ApiCall';
const cloudEvent = { specversion: '1.0', type, data: record };
const forms = [
  ['a record', record],
  ['a record as text', JSON.stringify(record)],
  ['a record with a number for an account', { ...record, recipientAccountId: 1000000000000001 }],
  ['a CloudEvent', cloudEvent],
  ['a CloudEvent with a text', { specversion: '1.0', type, data: JSON.stringify(record) }],
  ['an AWS event', { 'detail-type': type, detail: record }],
  ['an AWS event with a text', { 'detail-type': type, detail: JSON.stringify(record) }],
  ['an AWS event around a CloudEvent', { 'detail-type': type, detail: cloudEvent }],
] as const;

const none = [
  ['a record without a name', { serviceName: 'Ecs' }],
  ['a record with an empty name', { ...record, eventName: '' }],
  ['a record without a service', { eventName: 'AttachDisk' }],
  ['a CloudEvent of another type', { ...cloudEvent, type: 'ebs:Disk:DiskIOHang' }],
  ['an AWS event of another type', { 'detail-type': 'EC2 Instance State-change', detail: record }],
  ['an AWS event without a record', { 'detail-type': type, detail: {} }],
  ['a number', 7],
  ['a list', [record]],
] as const;

describe('the schema of events', () => {
  it.each([...samples, ...found, ...forms, ...none])(
    'agrees with what is taken: %s',
    (_, event) => {
      expect(fits(event)).toBe(isTaken(event));
    },
  );

  it.each(forms)('lets %s through', (_, event) => {
    expect([fits(event), isTaken(event)]).toEqual([true, true]);
  });
});

describe('a sample event of the documents', () => {
  const documented = ['README.md', 'docs/http-api.md'].flatMap((name) =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/^```json\n(.*?)^```$/gms)]
      .map(([, block = '']) => block)
      .filter((block) => block.includes('"eventName"'))
      .map((block) => [name, JSON.parse(block)] as const),
  );

  it('is there', () => {
    expect(documented.map(([name]) => name)).toEqual([
      'README.md',
      'docs/http-api.md',
      'docs/http-api.md',
    ]);
  });

  it.each(documented)('touches a resource: %s', (_, event) => {
    expect([fits(event), toBusEvent(event, '1000000000000001')]).toMatchObject([
      true,
      { kind: 'event', reading: { kind: 'touched', resources: [{}] } },
    ]);
  });
});
