import { metricNames } from '../../src/model/telemetry.ts';
import { prices } from '../prices.ts';
import { chargedAlarmMetrics } from './alarm-metrics.ts';
import {
  attach,
  detach,
  lookAgain,
  lookAgainAt,
  type Scenario,
  tagChange,
  tagChanges,
  warmUp,
} from './scenarios.ts';
import { type Measured, openMeasuredWorld } from './world.ts';

/** What one occurrence asks of AWS. */
export type Requests = {
  /** On the bus: the event itself, and those that our own tag writes come back as. */
  readonly events: number;
  readonly sqs: number;
  readonly invocations: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly logLines: number;
};

export const addRequests = (left: Requests, right: Requests): Requests => ({
  events: left.events + right.events,
  sqs: left.sqs + right.sqs,
  invocations: left.invocations + right.invocations,
  readUnits: left.readUnits + right.readUnits,
  writeUnits: left.writeUnits + right.writeUnits,
  logLines: left.logLines + right.logLines,
});

export type Priced = {
  readonly what: string;
  readonly requests: Requests;
  readonly dollars: number;
};

export type Month = {
  readonly resources: number;
  readonly changes: number;
  readonly sweeps: number;
  readonly storage: number;
  readonly logs: number;
  readonly idle: number;
  readonly total: number;
};

export type Cost = {
  readonly perMillion: readonly Priced[];
  readonly alarmMetrics: ReturnType<typeof chargedAlarmMetrics>;
};

/** What is assumed, because no request shows it. */
export const assumptions = {
  /** One batch of messages, at the worker's default memory. */
  batchMilliseconds: 200,
  workerGb: 0.5,
  /** A resource that changed, in the log; a test measures it. */
  logBytesPerLine: 700,
  /** What Lambda and the metrics write for one batch. */
  logBytesPerInvocation: 1000,
  changesPerResourceAndDay: 1,
  sweepsPerDay: 1,
  daysPerMonth: 30,
  historyDays: 90,
  /** Lambda looks into an idle queue with 5 long polls of 20 s at a time. */
  idlePollsPerMonth: (5 * 30 * 86_400) / 20,
  bytesPerRow: 1000,
} as const;

const readOperations: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);

const unitsOf = ({ state }: Measured, isRead: boolean): number =>
  [...state]
    .filter(([operation]) => readOperations.has(operation) === isRead)
    .reduce((sum, [, { units }]) => sum + units, 0);

const messagesInSend = 10;

/** What a scenario asked for. @param share how many times it holds what is priced */
export const requestsOf = (measured: Measured, share: number): Requests => {
  const { messages, batches, sent, keptOut, logLines } = measured;
  const letThrough = messages - sent;
  const each = (count: number): number => count / share;
  return {
    events: each(letThrough + keptOut),
    // The bus sends one message an event that it lets through; a batch is received and deleted with one request each.
    sqs: each(letThrough + Math.ceil(sent / messagesInSend) + 2 * batches),
    invocations: each(batches),
    readUnits: each(unitsOf(measured, true)),
    writeUnits: each(unitsOf(measured, false)),
    logLines: each(logLines),
  };
};

/**
 * Dollars for so much, but for logs.
 * @param seconds that the worker takes for it
 */
export const dollarsFor = (
  requests: Requests,
  seconds = (requests.invocations * assumptions.batchMilliseconds) / 1000,
): number => {
  const { perMillion, lambdaGbSecond } = prices;
  return (
    (requests.events * perMillion.eventBridgeEvents +
      requests.sqs * perMillion.sqsRequests +
      requests.invocations * perMillion.lambdaRequests +
      requests.readUnits * perMillion.dynamoDbReadUnits +
      requests.writeUnits * perMillion.dynamoDbWriteUnits) /
      1_000_000 +
    seconds * assumptions.workerGb * lambdaGbSecond
  );
};

/** Dollars for what is logged about so much. */
export const logDollars = ({ logLines, invocations }: Requests): number => {
  const { logBytesPerLine, logBytesPerInvocation } = assumptions;
  return ((logLines * logBytesPerLine + invocations * logBytesPerInvocation) / 1e9) * prices.logGb;
};

type Row = {
  readonly what: string;
  readonly play: Scenario;
  /** How many times the scenario holds what is priced. */
  readonly share: number;
  /** Its messages come from a job and not from the bus. */
  readonly isJob?: boolean;
};

const sweptHeirs = 500;
const sweepRow = 'one resource of a sweep that finds it right';
const changeRow = 'a tag change with one heir';

const rows: readonly Row[] = [
  { what: 'an attach', play: attach(1), share: 1 },
  { what: 'a detach', play: detach(1), share: 1 },
  { what: changeRow, play: tagChanges(1), share: 1 },
  { what: 'a tag change with 100 heirs, per heir', play: tagChange(100), share: 100 },
  { what: 'a look at a resource that is right', play: lookAgain(1), share: 1 },
  { what: sweepRow, play: lookAgainAt(sweptHeirs), share: sweptHeirs, isJob: true },
];

const priceRow = async ({ what, play, share, isJob = false }: Row): Promise<Priced> => {
  const world = await openMeasuredWorld();
  try {
    await warmUp(world);
    const counted = requestsOf(await play(world), share);
    const requests = isJob ? { ...counted, events: 0 } : counted;
    return { what, requests, dollars: 1_000_000 * dollarsFor(requests) };
  } finally {
    await world.stop();
  }
};

const idleDollars = (alarmMetrics: number): number => {
  const { alarm, dashboard, kmsKey, customMetric } = prices.perMonth;
  const polls = (assumptions.idlePollsPerMonth * prices.perMillion.sqsRequests) / 1_000_000;
  return alarmMetrics * alarm + dashboard + kmsKey + metricNames.length * customMetric + polls;
};

const rowOf = <Row extends Priced>(priced: readonly Row[], what: string): Row => {
  const row = priced.find((each) => each.what === what);
  if (row === undefined) throw new Error(`nothing was measured for ${what}`);
  return row;
};

const monthOf = (
  resources: number,
  { change, sweep }: { readonly change: Priced; readonly sweep: Priced },
  alarmMetrics: number,
): Month => {
  const { daysPerMonth, changesPerResourceAndDay, sweepsPerDay, historyDays } = assumptions;
  const changed = resources * changesPerResourceAndDay * daysPerMonth;
  const swept = resources * sweepsPerDay * daysPerMonth;
  const rowsKept = resources * (2 + 2 * changesPerResourceAndDay * historyDays);
  const parts = {
    changes: (changed * change.dollars) / 1_000_000,
    sweeps: (swept * sweep.dollars) / 1_000_000,
    storage: ((rowsKept * assumptions.bytesPerRow) / 1e9) * prices.dynamoDbGbMonth,
    logs: changed * logDollars(change.requests) + swept * logDollars(sweep.requests),
    idle: idleDollars(alarmMetrics),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { resources, ...parts, total };
};

/** Plays each kind of event on embedded parts, and prices what it asked for. */
export const measureCost = async (): Promise<Cost> => {
  const perMillion: Priced[] = [];
  for (const row of rows) perMillion.push(await priceRow(row));
  return { perMillion, alarmMetrics: chargedAlarmMetrics() };
};

/**
 * What a stage of AWS costs a month.
 * @param onAws what happens there, priced; a sweep finds the same right on any cloud
 */
export const monthsOf = (
  { perMillion, alarmMetrics }: Cost,
  onAws: readonly Priced[],
): readonly Month[] => {
  const of = { change: rowOf(onAws, changeRow), sweep: rowOf(perMillion, sweepRow) };
  return [1000, 100_000].map((count) => monthOf(count, of, alarmMetrics.aws));
};

/** A number as the tables have it. */
export const number = (value: number): string => String(Number(value.toFixed(value < 1 ? 3 : 2)));
const dollars = (value: number): string => `$${value.toFixed(2)}`;
/** A line of a table. */
export const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Writes what happens on the simulated cloud as a table of `docs/cost.md`. */
export const costTable = ({ perMillion }: Cost): string =>
  [
    `Prices: ${prices.asOf}.`,
    '',
    'On the simulated cloud, whose reads are not late:',
    '',
    line([
      'what happens',
      'bus events',
      'SQS requests',
      'invocations',
      'read units',
      'write units',
      'a million of them',
    ]),
    line(['---', '---', '---', '---', '---', '---', '---']),
    ...perMillion.map(({ what, requests, dollars: price }) =>
      line([
        what,
        ...[
          requests.events,
          requests.sqs,
          requests.invocations,
          requests.readUnits,
          requests.writeUnits,
        ].map(number),
        dollars(price),
      ]),
    ),
  ].join('\n');

/** Writes what a month costs as a table of `docs/cost.md`. */
export const monthTable = ({ alarmMetrics }: Cost, months: readonly Month[]): string =>
  [
    'A month of a stage of AWS. Its changes are the tag changes with one heir on AWS; a sweep finds a resource right as in the first table:',
    '',
    line(['resources', 'changes', 'sweeps', 'storage', 'logs', 'idle', '**a month**']),
    line(['---', '---', '---', '---', '---', '---', '---']),
    ...months.map((month) =>
      line([
        month.resources.toLocaleString('en-US'),
        dollars(month.changes),
        dollars(month.sweeps),
        dollars(month.storage),
        dollars(month.logs),
        dollars(month.idle),
        `**${dollars(month.total)}**`,
      ]),
    ),
    '',
    `Idle is that of a stage of AWS, whose alarms are charged for ${alarmMetrics.aws} metrics at the most. Those of a stage with all there is`,
    `are charged for ${alarmMetrics.everything}: ${dollars((alarmMetrics.everything - alarmMetrics.aws) * prices.perMonth.alarm)} a month more.`,
  ].join('\n');
