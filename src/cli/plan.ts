import * as z from 'zod/mini';
import { shownAction } from './action-words.ts';
import { type Api, type ApiCall, readAnswer } from './api.ts';
import { countOf, resourceCell } from './cells.ts';
import { fold } from './fit-text.ts';
import { shownRule } from './rule-name.ts';
import { type Session, tellAnswer } from './session.ts';
import { type Cell, type Heading, printTable } from './table.ts';
import { printable } from './terminal.ts';

/** Forms that a plan is told in, beside JSON. */
export const planFormats = ['table', 'ndjson', 'csv'] as const;
export type PlanFormat = (typeof planFormats)[number];

const mediaTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

const stepSchema = z.object({
  key: z.string(),
  action: z.enum(['set', 'remove', 'keep', 'refuse', 'close']),
  reason: z.string(),
  value: z.nullable(z.string()),
  before: z.nullable(z.string()),
  rule: z.nullable(z.string()),
});

const resourceSchema = z.object({ arn: z.string(), steps: z.array(stepSchema) });

const pageSchema = z.object({
  counts: z.record(z.string(), z.number()),
  resources: z.array(z.unknown()),
  refusals: z.array(z.object({ settingName: z.string(), code: z.string(), message: z.string() })),
  unread: z._default(
    z.array(z.object({ resource: z.string(), code: z.string(), message: z.string() })),
    [],
  ),
  next: z.nullable(z.string()),
});

type Counts = Readonly<Record<string, number>>;
type Page = z.infer<typeof pageSchema>;

/** A plan with all its pages in one. */
export type Plan = Page;

const dryRun = (call: ApiCall, cursor: string | undefined): ApiCall => ({
  ...call,
  query: { ...call.query, dryRun: 'true', cursor },
});

async function* pagesOf(api: Api, call: ApiCall): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const page = readAnswer(pageSchema, await api.call(dryRun(call, cursor)));
    yield page;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const add = (counts: Counts, more: Counts): Record<string, number> =>
  Object.fromEntries(
    [...new Set([...Object.keys(counts), ...Object.keys(more)])].map((name) => [
      name,
      (counts[name] ?? 0) + (more[name] ?? 0),
    ]),
  );

const actionStyles = {
  set: 'green',
  remove: 'red',
  keep: 'dim',
  refuse: 'yellow',
  close: 'dim',
} as const;

const waits = 'existed before the rule: waits for the primary';

/** What would change, what would be asked for in vain, and what waits; what is right fills no lines. */
const rowsOf = (resources: readonly unknown[]): readonly (readonly Cell[])[] =>
  readAnswer(z.array(resourceSchema), resources).flatMap(({ arn, steps }) =>
    steps
      .filter(({ action, reason }) => action !== 'keep' || reason === waits)
      .map(({ action, key, before, value, reason, rule }): readonly Cell[] => [
        { text: shownAction(action), style: actionStyles[action] },
        key,
        before ?? '',
        value ?? '',
        reason,
        rule === null ? '' : shownRule(rule),
        resourceCell(arn),
      ]),
  );

const headings: readonly Heading[] = [
  'ACTION',
  { heading: 'KEY', ifLong: 'cut' },
  { heading: 'NOW', ifLong: 'cut' },
  { heading: 'THEN', ifLong: 'cut' },
  { heading: 'REASON', isSpare: true },
  { heading: 'RULE', isSpare: true },
  'RESOURCE',
];

/** Equal changes that are made at once share calls. */
const callsIn = (least: number, most: number): string =>
  least === most ? countOf(most, 'cloud call') : `${least} to ${countOf(most, 'cloud call')}`;

const ofThese = (count: number, what: string): string => (count === 0 ? '' : ` (${count} ${what})`);

const summary = (counts: Counts): string => {
  const of = (name: string): number => counts[name] ?? 0;
  const tags = [
    `${countOf(of('set'), 'tag')} set${ofThese(of('overwrites'), "in the place of somebody else's")}`,
    `${of('remove')} removed`,
    `${of('keep')} kept`,
    `${of('close')} closed`,
    `${of('refuse')} refused${ofThese(of('quotaRefusals'), 'for want of room')}`,
  ];
  return `${countOf(of('resources'), 'resource')} looked at: ${tags.join(', ')}; ${callsIn(of('leastCloudCalls'), of('cloudCalls'))}`;
};

/** Reads all pages of a plan as one. */
export const readPlan = async (
  { api, terminal, isJson }: Session,
  call: ApiCall,
): Promise<Page> => {
  const plan: Page = { counts: {}, resources: [], refusals: [], unread: [], next: null };
  for await (const page of pagesOf(api, call)) {
    plan.counts = add(plan.counts, page.counts);
    plan.refusals = page.refusals;
    plan.resources.push(...page.resources);
    plan.unread.push(...page.unread);
    if (terminal.isInteractive && !isJson && page.next !== null) {
      terminal.show(`${countOf(plan.resources.length, 'resource')} looked at`);
    }
  }
  return plan;
};

/** Tells a plan to a person. */
export const tellPlanTable = (
  { terminal }: Session,
  { counts, resources, refusals, unread }: Page,
): void => {
  const rows = rowsOf(resources);
  if (rows.length > 0) printTable(terminal, headings, rows);
  fold(summary(counts), terminal.tableWidth).forEach(terminal.print);
  for (const { settingName, code, message } of refusals) {
    terminal.tell(`${shownRule(settingName)} would fail: ${printable(message)} (${code})`);
  }
  for (const { resource, code, message } of unread) {
    terminal.tell(`${printable(resource)} could not be read: ${printable(message)} (${code})`);
  }
  terminal.tell('Nothing was written.');
};

/** Every page of a CSV file begins with the columns' names; those of the first are enough. */
const withoutHeader = (csv: string): string => csv.slice(csv.indexOf('\n') + 1);

const tellLines = async (
  { api, terminal }: Session,
  call: ApiCall,
  format: 'ndjson' | 'csv',
): Promise<void> => {
  let cursor: string | undefined;
  let isFirst = true;
  do {
    const { text, headers } = await api.read(dryRun(call, cursor), mediaTypes[format]);
    terminal.write(format === 'csv' && !isFirst ? withoutHeader(text) : text);
    const next = headers.get('x-next-cursor');
    cursor = next === null ? undefined : decodeURIComponent(next);
    isFirst = false;
  } while (cursor !== undefined);
};

/** Tells what a call would change, without making it. */
export const tellPlan = async (
  session: Session,
  call: ApiCall,
  format: PlanFormat,
): Promise<void> => {
  if (format !== 'table') return tellLines(session, call, format);
  const plan = await readPlan(session, call);
  tellAnswer(session, plan, () => tellPlanTable(session, plan));
};
