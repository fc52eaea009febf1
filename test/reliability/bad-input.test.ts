import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { mostBodyBytes } from '../../src/admin/read-bytes.ts';
import { parseArn } from '../../src/clouds/arn.ts';
import { readEvent, toBusEvent } from '../../src/clouds/events.ts';
import { ownRules } from '../default-rules.ts';
import { fc } from '../properties.ts';
import { accountId, type ConvergedWorld, openConvergedWorld } from './bad-input/converged-world.ts';
import { anyMangled, sampleEvents, sampleMessages } from './bad-input/events.ts';
import { anyRequest, declaredIn, type FuzzRequest } from './bad-input/requests.ts';
import { secondSeed } from './seeds.ts';
import { cloudOperations } from './world/cloud-operations.ts';

/** Inputs of each kind; half of them from a fresh seed. */
const inputs = Number(process.env.HEIRTAG_FUZZ ?? 1000);
const fresh = secondSeed('HEIRTAG_FUZZ_SEED');
const seeds = [
  ['fixed', 20_260_301],
  ['fresh', fresh],
] as const;

console.log(`bad input: seeds ${seeds[0][1]} and ${fresh} (HEIRTAG_FUZZ_SEED)`);

/** Longest message about what was wrong, and largest answer of any kind. Bytes. */
const longestRefusal = 4096;
const largestAnswer = 4 * mostBodyBytes;
/** How much more may be held on to after thousands of inputs, some of them of megabytes. Bytes. */
const mostGrowth = 64 * 1024 * 1024;

const refusalSchema = z.union([
  z.strictObject({ code: z.string(), message: z.string(), requestId: z.string() }),
  z.strictObject({ Code: z.string(), Message: z.string(), RequestId: z.string() }),
]);

let world: ConvergedWorld;

beforeEach(async () => {
  world = await openConvergedWorld();
});

/** What anybody may know of this world, in the right place or not. */
const known = (): readonly string[] => [
  ...world.arns,
  ...world.arns.map((arn) => parseArn(arn).id),
  ...ownRules.map(({ settingName }) => settingName),
  ...Object.keys(cloudOperations),
  ...['Ecs', 'Vpc', 'Tag', 'AliKafka', 'TagResources', 'AttachDisk', 'CreateSnapshot'],
  ...['cn-hangzhou', 'instance', 'disk', 'cost', accountId],
];

/** Inputs that load and compile what the others need: what that takes is not growth. */
const warmUp = 50;

const heldBytes = (): number => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
};

/** Holds for inputs of a seed, and leaves nothing behind in memory. */
const check = async (property: fc.IAsyncProperty<unknown>, seed: number): Promise<void> => {
  await fc.assert(property, { seed, numRuns: warmUp, endOnFailure: true });
  const before = heldBytes();
  await fc.assert(property, { seed, numRuns: Math.ceil(inputs / 2), endOnFailure: true });
  expect(heldBytes() - before).toBeLessThan(mostGrowth);
};

/** Refused attempts are on record, too; everything else is a write. */
const writesOf = (): readonly string[] =>
  [...world.state.written(), ...world.cloud.written()]
    .map(({ pk, sk }) => `${pk} ${sk}`)
    .filter((key) => !key.startsWith('audit'));

/** Nothing was written, given up or unforeseen. */
const expectUntouched = (): void => {
  expect(writesOf()).toEqual([]);
  expect(world.service.queue.dead).toEqual([]);
};

/** What nobody can read was set aside, with the reason; a cursor is read by the cloud that gave it alone. */
const takeSetAside = (): void => {
  for (const { reason } of world.service.queue.dead.splice(0)) {
    expect(['Malformed', 'InvalidParameter.Cursor']).toContain(reason?.code);
    expect(reason?.message).not.toBe('');
  }
};

describe('mangled events', () => {
  it.each(seeds)(
    'are taken or refused over HTTP, and change nothing (%s seed)',
    async (_, seed) => {
      const bodies = anyMangled(sampleEvents(world.arns), known());
      let passed = 0;
      await check(
        fc.asyncProperty(bodies, async (body) => {
          const response = await world.service.send('/v1/events', { method: 'POST', body });
          const text = await response.text();
          expect([202, 400, 413]).toContain(response.status);
          expect(text.length).toBeLessThan(longestRefusal);
          if (response.status !== 202) expect(world.service.queue.size()).toBe(0);
          if (world.service.queue.size() > 0) passed += 1;
          await world.service.drain();
          expectUntouched();
          // What the API lets through, the worker can read.
          expect(world.errors()).toEqual([]);
        }),
        seed,
      );
      // Many mangled events still name a resource: those went all the way.
      expect(passed).toBeGreaterThan(inputs / 20);
    },
  );

  it.each(seeds)(
    'that come over the bus or the queue itself are set aside or change nothing (%s seed)',
    async (_, seed) => {
      const bodies = anyMangled(
        [...sampleEvents(world.arns), ...sampleMessages(world.arns)],
        known(),
      );
      await check(
        fc.asyncProperty(bodies, async (bytes) => {
          world.service.queue.push(new TextDecoder().decode(bytes));
          await world.service.drain();
          takeSetAside();
          expectUntouched();
          for (const error of world.errors()) expect(error).toMatch(/^message is malformed/);
        }),
        seed,
      );
    },
  );

  it('do not throw in any reader', () => {
    const bodies = anyMangled(sampleEvents(world.arns), known());
    fc.assert(
      fc.property(bodies, (bytes) => {
        let value: unknown;
        try {
          value = JSON.parse(new TextDecoder().decode(bytes));
        } catch {
          return;
        }
        expect(['touched', 'ignored', 'invalid']).toContain(readEvent(value).kind);
        expect(['event', 'invalid']).toContain(toBusEvent(value).kind);
      }),
      { seed: fresh, numRuns: inputs },
    );
  });
});

const isDryRun = ({ path }: FuzzRequest): boolean => path.includes('dryRun=true');

describe('mangled requests', () => {
  it.each(seeds)(
    'to every call of the API are answered or refused; refused ones write nothing (%s seed)',
    async (_, seed) => {
      const document = await world.service.request('GET', '/v1/openapi.json');
      const requests = anyRequest(declaredIn(document), known());
      const answered = new Map<string, Set<number>>();
      let sent = 0;
      await check(
        fc.asyncProperty(requests, async (request) => {
          const waiting = world.service.queue.size();
          const response = await world.service.send(request.path, request.init);
          const text = await response.text();
          const { status } = response;
          answered.set(request.call, (answered.get(request.call) ?? new Set()).add(status));
          expect([status, status < 500 ? '' : text]).toEqual([status, '']);
          expect(text.length).toBeLessThan(largestAnswer);
          const writes = writesOf();
          if (status >= 400) {
            expect(text.length).toBeLessThan(longestRefusal);
            refusalSchema.parse(JSON.parse(text));
          }
          if (status >= 400 || isDryRun(request)) {
            expect(writes).toEqual([]);
            expect(world.service.queue.size()).toBe(waiting);
          }
          sent += 1;
          if (sent % 50 > 0) return;
          await world.service.drain();
          // What the worker wrote for accepted requests is none of the next request's.
          writesOf();
        }),
        seed,
      );
      await world.service.drain();
      expect(world.service.queue.dead).toEqual([]);
      expect([...answered.values()].some((statuses) => statuses.has(200))).toBe(true);
      expect(answered.size).toBe(declaredIn(document).length);
    },
  );
});
