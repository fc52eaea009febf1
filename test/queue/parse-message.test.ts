import { describe, expect, it } from 'vitest';
import type { InternalMessage } from '../../src/queue/message.ts';
import { parseMessage, writeMessage } from '../../src/queue/parse-message.ts';
import { disk, eip, instance } from '../engine/fixtures.ts';
import { fc } from '../properties.ts';

const cause = {
  eventId: 'e-1',
  eventName: 'TagResources',
  eventTime: '2026-03-01T08:00:00.000Z',
  principal: 'alice',
} as const;

const examples: readonly InternalMessage[] = [
  { kind: 'keys', arns: [disk, eip], cause },
  { kind: 'keys', arns: [disk], cause, since: 1_772_352_000_000 },
  { kind: 'keys', arns: [disk], cause, reach: [] },
  { kind: 'keys', arns: [disk], cause, isNamed: true, isGone: true },
  { kind: 'heirs', primary: disk, cursor: null, cause, reach: [disk] },
  { kind: 'heirs', primary: instance, cursor: 'c', cause },
  { kind: 'heirs', primary: instance, cursor: null, cause },
  { kind: 'heirs', primary: instance, cursor: 'c', cause, since: 1_772_352_000_000 },
  { kind: 'job', jobId: 'b', step: 0, cause },
  { kind: 'job', jobId: 'b', step: 7, cause },
  { kind: 'sweep', cause },
];

const text = fc.string({ unit: 'binary' });
const cursor = fc.option(text);
const anyCause = fc.record(
  { eventId: text, eventName: text, eventTime: text, principal: text },
  { noNullPrototype: true },
);

const anyMessage: fc.Arbitrary<InternalMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('keys'),
    arns: fc.array(fc.constantFrom(disk, eip, instance), { minLength: 1 }),
    cause: anyCause,
  }),
  fc.record({
    kind: fc.constant('heirs'),
    primary: fc.constantFrom(instance, disk),
    cursor,
    cause: anyCause,
  }),
  fc.record({
    kind: fc.constant('job'),
    jobId: fc.string({ unit: 'binary', minLength: 1 }),
    step: fc.nat(),
    cause: anyCause,
  }),
  fc.record({ kind: fc.constant('sweep'), cause: anyCause }),
);

describe('a message of our own', () => {
  it.each(examples)('of kind $kind comes back as it was written: %o', (message) => {
    expect(parseMessage(writeMessage(message))).toEqual(message);
  });

  it('comes back as it was written whatever its texts are', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(parseMessage(writeMessage(message))).toEqual({
          ...message,
          cause: { ...message.cause },
        });
      }),
    );
  });

  it('is malformed when any one of its fields but the optional ones is missing, and the reason names the field', () => {
    const optional = ['since', 'reach', 'isNamed', 'isGone'];
    for (const message of examples) {
      const whole: object = JSON.parse(writeMessage(message));
      for (const field of Object.keys(message).filter((name) => !optional.includes(name))) {
        const rest = Object.entries(whole).filter(([name]) => name !== field);

        const parsed = parseMessage(JSON.stringify(Object.fromEntries(rest)));

        expect(parsed).toEqual({ kind: 'malformed', reason: expect.stringContaining(field) });
      }
    }
  });
});

const keysBody = (changes: object): string =>
  JSON.stringify({ heirtag: 1, kind: 'keys', arns: [disk], cause, ...changes });

describe('a malformed message', () => {
  it.each([
    ['kind', keysBody({ kind: 'other' })],
    ['heirtag', keysBody({ heirtag: 2 })],
    ['arns', keysBody({ arns: [] })],
    ['arns[1]', keysBody({ arns: [disk, 'arn:acs:ecs:cn-hangzhou:1:planet/x'] })],
    ['cause.eventId', keysBody({ cause: { ...cause, eventId: 7 } })],
    ['extra', keysBody({ extra: true })],
    ['step', keysBody({ kind: 'job', arns: undefined, jobId: 'j', step: -1 })],
  ])('says that %s is wrong', (field, body) => {
    const parsed = parseMessage(body);

    expect(parsed).toEqual({ kind: 'malformed', reason: expect.stringContaining(field) });
  });

  it.each(['', '{', 'null', '7', '"text"', '[]', '[{"heirtag":1}]', 'undefined'])(
    'is every body that is no JSON object: %j',
    (body) => {
      expect(parseMessage(body)).toEqual({
        kind: 'malformed',
        reason: expect.stringContaining('not'),
      });
    },
  );
});

describe('any other body', () => {
  it('is an event when it is an object without our marker, even if it is spelled like ours', () => {
    const event = { kind: 'keys', arns: [disk], cause } as const;

    expect(parseMessage(JSON.stringify(event))).toEqual({ kind: 'event', event });
  });

  it('never makes parsing throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.json(),
          fc.json().map((json) => `{"heirtag":1,"kind":${json}}`),
        ),
        (body) => {
          expect(['malformed', 'event']).toContain(parseMessage(body).kind);
        },
      ),
    );
  });

  it('never makes parsing throw when it holds __proto__ or is nested deeply', () => {
    const deep = '[{"a":'.repeat(20_000);

    expect(parseMessage('{"__proto__":{"heirtag":1}}').kind).toBe('event');
    expect(parseMessage('{"heirtag":1,"__proto__":{"kind":"keys"}}').kind).toBe('malformed');
    expect(parseMessage(deep).kind).toBe('malformed');
  });
});
