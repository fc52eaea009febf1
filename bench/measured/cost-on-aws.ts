import { addRequests, dollarsFor, line, number, type Priced, requestsOf } from './cost.ts';
import { awsStories } from './on-aws.ts';
import type { WireCalls } from './over-wire.ts';

/** What one occurrence on AWS asks of the stage, and of EC2, which takes nothing for it. */
export type OnAws = Priced & { readonly describeCalls: number; readonly tagCalls: number };

/** What happens, with so many volumes of one instance. */
const rows = [
  { what: 'an attach', story: 'attach', volumes: 1 },
  { what: 'a detach', story: 'detach', volumes: 1 },
  { what: 'a tag change with one heir', story: 'tag change', volumes: 1 },
  { what: 'a tag change with 100 heirs, per heir', story: 'tag change', volumes: 100 },
] as const;

const isTagCall = (name: string): boolean => /^(Create|Delete)Tags$/.test(name);

const countIn = (all: readonly WireCalls[], isCounted: (name: string) => boolean): number =>
  all
    .flatMap((calls) => Object.entries(calls))
    .reduce((sum, [name, count]) => sum + (isCounted(name) ? count : 0), 0);

const priceRow = async ({ what, story, volumes }: (typeof rows)[number]): Promise<OnAws> => {
  const { first, later, measured } = await awsStories[story](volumes);
  const all = measured.map((each) => requestsOf(each, volumes)).reduce(addRequests);
  // What AWS puts on the account's own bus is free.
  const requests = { ...all, events: 0 };
  return {
    what,
    requests,
    dollars: 1_000_000 * dollarsFor(requests),
    describeCalls: countIn([first, later], (name) => !isTagCall(name)) / volumes,
    tagCalls: countIn([first, later], isTagCall) / volumes,
  };
};

/** Plays what happens on AWS, second looks and the echo of our own tag calls included, and prices what it asked for. */
export const measureOnAws = async (): Promise<readonly OnAws[]> => {
  const priced: OnAws[] = [];
  for (const row of rows) priced.push(await priceRow(row));
  return priced;
};

/** Writes the figures as a table of `docs/cost.md`. */
export const awsTable = (priced: readonly OnAws[]): string =>
  [
    line([
      'what happens on AWS',
      'describe calls',
      'tag calls',
      'SQS requests',
      'invocations',
      'read units',
      'write units',
      'a million of them',
    ]),
    line(Array.from({ length: 8 }, () => '---')),
    ...priced.map(({ what, describeCalls, tagCalls, requests, dollars }) =>
      line([
        what,
        ...[
          describeCalls,
          tagCalls,
          requests.sqs,
          requests.invocations,
          requests.readUnits,
          requests.writeUnits,
        ].map(number),
        `$${dollars.toFixed(2)}`,
      ]),
    ),
  ].join('\n');
