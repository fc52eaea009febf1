import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toBusEvent } from '../../../../src/clouds/aws/events/bus-event.ts';
import { readEvent } from '../../../../src/clouds/aws/events/read-event.ts';
import { toldOf } from './records.ts';

const folder = join(import.meta.dirname, '../../../fixtures/aws-events');

const ofRun = 'arn:aws:ec2:us-west-1:619193117841';

/** What each recorded event touches, or (as a text) why it touches nothing. */
const samples: Readonly<Record<string, string | readonly string[]>> = {
  // A copy hangs on no volume: the one that it names never was.
  CopySnapshot: 'ignored: no rule watches ec2 CopySnapshot',
  CreateSnapshots: ['arn:aws:ec2:ap-southeast-2:347694270668:snapshot/snap-066d432d8d82b3b40'],
  RunInstances: [
    `${ofRun}:instance/i-784cdacd`,
    `${ofRun}:instance/i-7b4cdace`,
    `${ofRun}:network-interface/eni-6a08d837`,
    `${ofRun}:network-interface/eni-6508d838`,
  ],
  'elbv2-AddTags': [
    'arn:aws:elasticloadbalancing:us-east-1:123456789123:loadbalancer/app/test/433ae0ba96204181',
  ],
  // It runs next, and that is told, too.
  'instance-state-change':
    'ignored: no rule watches aws.ec2 EC2 Instance State-change Notification pending',
};

const eventIn = (name: string): unknown =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

it('has all samples', () => {
  const names = readdirSync(folder).map((name) => name.replace('.json', ''));

  expect(names.sort()).toEqual(Object.keys(samples).sort());
});

it.each(Object.entries(samples))('reads %s', (name, told) => {
  expect(toldOf(readEvent(eventIn(name)))).toEqual(told);
});

it.each(Object.entries(samples))(
  'reads %s again from the bus that it was sent to',
  (name, told) => {
    const sent = toBusEvent(eventIn(name));
    if (sent.kind === 'invalid') throw new Error(sent.reason);
    const { source, detailType, detail } = sent.event;

    const reading = readEvent({
      source,
      'detail-type': detailType,
      detail,
      account: '999999999999',
    });

    expect(toldOf(reading)).toEqual(told);
    expect(reading).toEqual(sent.reading);
  },
);

it('names who did it: a service that acts for an account, a session of a role', () => {
  const causeIn = (name: string) => {
    const reading = readEvent(eventIn(name));
    return reading.kind === 'touched' ? reading.cause.principal : reading.reason;
  };

  expect(causeIn('RunInstances')).toBe('autoscaling.amazonaws.com');
  expect(causeIn('elbv2-AddTags')).toBe('tagger/operator');
  expect(causeIn('CreateSnapshots')).toBe('example-user');
});
