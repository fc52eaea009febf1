import * as z from 'zod/mini';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z._default(z.array(z.number()), []),
    }),
  ),
  samples: z.array(z.number()),
  /** Microseconds before each sample. */
  timeDeltas: z.array(z.number()),
});

type Profile = z.infer<typeof profileSchema>;
type Frame = Profile['nodes'][number]['callFrame'];

/** Where time goes, and how a file is known to belong there; the first that fits counts. */
const parts: readonly (readonly [string, RegExp])[] = [
  ['engine', /\/src\/engine\//],
  ['wave', /\/src\/wave\//],
  ['ledger, history, settings and their table', /\/src\/(ledger|history|settings|storage|jobs)\//],
  [
    'worker, queue messages, events',
    /\/src\/(worker|queue|sources|rules|model|handlers|runtime)\//,
  ],
  ['simulated cloud', /\/src\/(cloud|bus)\//],
  ['local runner: bus, polls, HTTP API', /\/src\/(local|admin|tag-api|access|audit)\/|\/@?hono\//],
  ['zod', /\/node_modules\/zod\//],
  ['log (Powertools)', /\/node_modules\/@aws-lambda-powertools\//],
  ['AWS SDK', /\/node_modules\/(@aws-sdk|@smithy|@aws-crypto|@aws|bowser|fast-xml-parser)\//],
  [
    'embedded SQS',
    /\/node_modules\/(fauxqs|fastify|@fastify|avvio|find-my-way|light-my-request)\/|node:sqlite/,
  ],
  ['embedded DynamoDB', /\/node_modules\//],
  ['Node: HTTP, sockets, streams, timers', /^node:/],
];

const ownNames: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage'],
  ['(program)', 'native code outside of any call'],
]);

/** Not a part: waiting. */
const idle = '(idle)';

const partOf = ({ functionName, url }: Frame): string | undefined =>
  ownNames.get(functionName) ?? parts.find(([, pattern]) => pattern.test(url))?.[0];

/** Parts by node; what is built in counts where it was called from. */
const partsOf = ({ nodes }: Profile): ReadonlyMap<number, string> => {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<number, string>();
  const children = new Set(nodes.flatMap((node) => node.children));
  const left = nodes.flatMap(({ id }) => (children.has(id) ? [] : [{ id, above: 'rest' }]));
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { id, above } = next;
    const node = known.get(id);
    if (node === undefined) continue;
    const part = node.callFrame.functionName === idle ? idle : (partOf(node.callFrame) ?? above);
    found.set(id, part);
    for (const child of node.children) left.push({ id: child, above: part });
  }
  return found;
};

/**
 * Self time by part, in the last so many seconds of a V8 profile.
 * @returns part → seconds, the most first; waiting is left out
 */
export const selfTimes = (json: string, lastSeconds: number): ReadonlyMap<string, number> => {
  const profile = profileSchema.parse(JSON.parse(json));
  const nameOf = partsOf(profile);
  const times = new Map<string, number>();
  let left = lastSeconds * 1e6;
  for (let at = profile.samples.length - 1; at >= 0 && left > 0; at -= 1) {
    const spent = profile.timeDeltas[at] ?? 0;
    left -= spent;
    const part = nameOf.get(profile.samples[at] ?? 0) ?? 'rest';
    if (part !== idle) times.set(part, (times.get(part) ?? 0) + spent / 1e6);
  }
  return new Map([...times].sort(([, one], [, other]) => other - one));
};
