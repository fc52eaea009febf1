import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { unlimited } from '../../../src/clouds/call.ts';
import type { Arn } from '../../../src/clouds/cloud.ts';
import type { Opened, Opener, Place } from '../../../src/clouds/opener.ts';
import type { CloudProvider, Resource, Sight } from '../../../src/clouds/provider.ts';
import { CloudApiError, type SimulatedCloud } from '../../../src/clouds/simulator.ts';
import { isoTime } from '../../../src/model/clock.ts';
import type { toyEvent } from './events.ts';
import { kinds, toy, toyArn } from './toy.ts';

const parameters = z.object({
  type: z.enum([kinds.box, kinds.lid]),
  id: z.string(),
  /** The box that a lid is put on. */
  box: z.optional(z.string()),
  tags: z._default(z.record(z.string(), z.string()), {}),
});

const calls = ['PutOn', 'TakeOff', 'Paint'] as const;

/** The service paints under a name of its own. */
const us = 'grown-up';
const region = 'attic';

/** A room of toys: what there is, who hangs on what, and an event for whatever a child does. */
const openRoom = ({ bus, clock }: Place) => {
  const toys = new Map<Arn, Resource>();
  const tell = (event: z.infer<typeof toyEvent>) =>
    bus.publish([{ source: 'toys', detailType: event.call, detail: event }]);

  const change = (
    arn: Arn,
    { set, remove }: { set: Resource['tags']; remove: readonly string[] },
  ) => {
    const { tags, parents } = toys.get(arn) ?? { tags: new Map(), parents: [] };
    const kept = [...tags].filter(([key]) => !remove.includes(key));
    toys.set(arn, { arn, parents, tags: new Map([...kept, ...set]) });
  };

  const simulator: SimulatedCloud = {
    recover: async () => 0,
    call: async ({ operation, parameters: given, accountId }) => {
      const call = calls.find((each) => each === operation);
      if (call === undefined)
        throw new CloudApiError(404, 'NoSuchGame', `nobody plays ${operation}`);
      const { type, id, box, tags } = parameters.parse(given);
      const arn = toyArn({ region, accountId, type, id });
      change(arn, { set: new Map(Object.entries(tags)), remove: [] });
      const { tags: after } = toys.get(arn) ?? { tags: new Map() };
      const on = box === undefined ? [] : [toyArn({ region, accountId, type: kinds.box, id: box })];
      if (call !== 'Paint')
        toys.set(arn, { arn, tags: after, parents: call === 'PutOn' ? on : [] });
      const requestId = randomUUID();
      const at = { region, accountId, type, toyId: id };
      await tell({ id: requestId, call, child: 'ann', time: isoTime(clock()), ...at });
      return { requestId, result: {}, arns: [arn] };
    },
  };

  const provider: CloudProvider = {
    describe: async (arns) =>
      new Map(
        arns.map((arn): [Arn, Sight] => {
          const resource = toys.get(arn);
          return [arn, resource === undefined ? { kind: 'gone' } : { kind: 'present', resource }];
        }),
      ),
    heirs: async (primary) => ({
      items: [...toys.values()]
        .filter((each) => each.parents.includes(primary))
        .map(({ arn }) => arn),
      next: undefined,
    }),
    list: async (accountId, type) => ({
      items: [...toys.keys()].filter((arn) => {
        const ref = toy.arns.read(arn);
        return ref?.accountId === accountId && ref.type === type;
      }),
      next: undefined,
    }),
    write: async (writes) =>
      writes.map(({ arn, set, remove, assertMaySend }) => {
        assertMaySend();
        change(arn, { set, remove });
        return { refused: new Map(), failed: new Map() };
      }),
    tagCallsFor: (changes) => changes.length,
    maxTagsPerResource: (type) => toy.resourceTypes.get(type)?.maxTags ?? 0,
    isOurs: (caller) => caller === us,
    readLagSeconds: 0,
    rateOf: () => unlimited,
    tagCallSeconds: 1,
  };

  const nothing: CloudProvider['list'] = async () => ({ items: [], next: undefined });
  const openAt: Opened['openAt'] = (at) => ({
    ...provider,
    list: at.region === region ? provider.list : nothing,
  });
  return { simulator, provider, openAt };
};

export const openToys: Opener = { cloud: 'toy', operations: [], open: openRoom };
