import * as z from 'zod/mini';
import { type Api, type ApiCall, readAnswer } from './api.ts';
import { shownRule } from './rule-name.ts';
import { type Session, tellAnswer } from './session.ts';
import { type Cell, tableLines } from './table.ts';
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
  next: z.nullable(z.string()),
});

type Counts = Readonly<Record<string, number>>;
type Page = z.infer<typeof pageSchema>;

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

const add = (counts: Counts, more: Counts): Counts =>
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

/** What would change, and what would be asked for in vain; what stays as it is fills no lines. */
const rowsOf = (resources: readonly unknown[]): readonly (readonly Cell[])[] =>
  readAnswer(z.array(resourceSchema), resources).flatMap(({ arn, steps }) =>
    steps
      .filter(({ action }) => action !== 'keep')
      .map(({ action, key, before, value, reason, rule }): readonly Cell[] => [
        { text: action, style: actionStyles[action] },
        key,
        before ?? '',
        value ?? '',
        reason,
        rule === null ? '' : shownRule(rule),
        arn,
      ]),
  );

const headings = ['ACTION', 'KEY', 'NOW', 'THEN', 'REASON', 'RULE', 'RESOURCE'];

/** Equal changes that are made at once share calls. */
const callsOf = (least: number, most: number): string =>
  least === most ? String(most) : `${least} to ${most}`;

const summary = (counts: Counts): string => {
  const of = (name: string): number => counts[name] ?? 0;
  return [
    `${of('resources')} resources looked at: set ${of('set')} (${of('overwrites')} in the place of somebody else's)`,
    `remove ${of('remove')}, keep ${of('keep')}, close ${of('close')}`,
    `refuse ${of('refuse')} (${of('quotaRefusals')} for want of room); ${callsOf(of('leastCloudCalls'), of('cloudCalls'))} cloud calls`,
  ].join(', ');
};

const tellTable = async (session: Session, call: ApiCall): Promise<void> => {
  const { api, terminal } = session;
  let counts: Counts = {};
  let refusals: Page['refusals'] = [];
  for await (const page of pagesOf(api, call)) {
    const rows = rowsOf(page.resources);
    if (rows.length > 0) tableLines(terminal, headings, rows).forEach(terminal.print);
    counts = add(counts, page.counts);
    refusals = page.refusals;
    if (terminal.isInteractive && page.next !== null) {
      terminal.show(`${counts.resources ?? 0} resources looked at`);
    }
  }
  terminal.print(summary(counts));
  for (const { settingName, code, message } of refusals) {
    terminal.tell(`${shownRule(settingName)} would fail: ${printable(message)} (${code})`);
  }
  terminal.tell('Nothing was written.');
};

const tellJson = async (session: Session, call: ApiCall): Promise<void> => {
  let counts: Counts = {};
  const resources: unknown[] = [];
  let refusals: Page['refusals'] = [];
  for await (const page of pagesOf(session.api, call)) {
    counts = add(counts, page.counts);
    refusals = page.refusals;
    resources.push(...page.resources);
  }
  tellAnswer(session, { counts, resources, refusals, next: null }, () => {});
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
  return session.isJson ? tellJson(session, call) : tellTable(session, call);
};
