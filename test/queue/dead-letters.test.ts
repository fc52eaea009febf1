import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { type EmbeddedSqs, startEmbeddedSqs } from '../../src/local/embedded-sqs.ts';
import { createDeadLetters, type DeadLetters } from '../../src/queue/dead-letters.ts';
import { createSetAside, type SetAside } from '../../src/queue/set-aside.ts';
import { inFolder } from '../local/embedded-fixture.ts';

type Stage = {
  readonly deadLetters: (now: number) => DeadLetters;
  readonly setAside: SetAside;
};

const onStage = (work: (stage: Stage) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    const sqs: EmbeddedSqs = await startEmbeddedSqs({
      folder,
      maxReceives: 5,
      visibilitySeconds: 60,
    });
    const sqsClient = new SQSClient({ ...sqs.reach, maxAttempts: 1 });
    const client = () => sqsClient;
    try {
      await work({
        deadLetters: (now) =>
          createDeadLetters({
            client,
            queueUrls: [sqs.deadLetterQueueUrl],
            changesQueueUrl: sqs.changesQueueUrl,
            clock: () => now,
          }),
        setAside: createSetAside({ client, queueUrl: sqs.deadLetterQueueUrl }),
      });
    } finally {
      sqsClient.destroy();
      await sqs.stop();
    }
  });

const hourMs = 3_600_000;
const reason = {
  code: 'Throttling.User',
  message: 'too many 👋 requests\u0000',
  time: '2026-03-01T08:00:00.000Z',
};

it('shows a message that was set aside with its body and the reason, in characters that SQS takes', () =>
  onStage(async ({ deadLetters, setAside }) => {
    await setAside('no JSON', reason);

    expect(await deadLetters(Date.now()).list(10)).toEqual([
      {
        id: expect.any(String),
        sentAt: expect.stringMatching(/Z$/),
        body: 'no JSON',
        error: { ...reason, message: 'too many \ufffd\ufffd requests\ufffd' },
      },
    ]);
  }));

it.each([
  ['moves back what was there before', hourMs, { moved: 1, left: 0 }],
  ['leaves what came meanwhile: it would be moved again and again', -hourMs, { moved: 0, left: 1 }],
])('%s', (_, startsAfter, expected) =>
  onStage(async ({ deadLetters, setAside }) => {
    await setAside('one', reason);
    const letters = deadLetters(Date.now() + startsAfter);

    expect({ moved: await letters.redrive(100), left: await letters.count() }).toEqual(expected);
  }),
);

it('moves or throws away those alone that are meant, and shows the others at once again', () =>
  onStage(async ({ deadLetters, setAside }) => {
    const bodies = Array.from({ length: 25 }, (_, n) => `letter ${n}`);
    for (const body of bodies) await setAside(body, reason);
    const letters = deadLetters(Date.now() + hourMs);
    const listed = await letters.list(100);
    const seventh = listed.find(({ body }) => body === 'letter 7');

    const moved = await letters.redrive(100, ({ id }) => id === seventh?.id);
    const discarded = await letters.discard(3, ({ body }) => /[1-5]$/.test(body));
    const left = await letters.list(100);

    expect([moved, discarded, left.length, await letters.count()]).toEqual([1, 3, 21, 21]);
    expect(left.map(({ body }) => body)).not.toContain('letter 7');
    expect(left.filter(({ body }) => /[06789]$/.test(body))).toHaveLength(10);
  }));

it('throws nothing away that came meanwhile', () =>
  onStage(async ({ deadLetters, setAside }) => {
    await setAside('one', reason);

    expect(await deadLetters(Date.now() - hourMs).discard(100)).toBe(0);
    expect(await deadLetters(Date.now()).count()).toBe(1);
  }));
