import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { alarmTitles } from '../../lib/failures.ts';
import { alarmPrefixOf } from '../../src/clouds/aws/doctor/alarms.ts';
import { countedApartBy, metricNames } from '../../src/model/telemetry.ts';
import { development, production, templateOf } from './stage-fixture.ts';
import { refOf, resourcesOf, type Template } from './template.ts';

/** A stage that has all there is: two clouds, both buses, all APIs. */
const everything = templateOf({
  ...production,
  clouds: ['alibaba', 'aws'],
  alibabaAccounts: [{ accountId: '1000000000000001', accessKeySecret: 'heirtag/alibaba' }],
  alibabaEventsSecret: 'heirtag/alibaba-events',
  awsRegions: ['eu-central-1'],
  awsAccounts: ['444455556666'],
  defaultBus: true,
  tagApi: true,
});

/** What CloudWatch Metrics Insights takes. Source: CloudWatch user guide, "Query components and syntax". */
const metricsQuery =
  /^SELECT (SUM|MAX|MIN|AVG|COUNT)\(\w+\) FROM SCHEMA\("[\w/]+"(, "?\w+"?)*\) WHERE "?\w+"? !?= '[^']+'( AND "?\w+"? !?= '[^']+')*( GROUP BY "?\w+"?(, "?\w+"?)* ORDER BY (SUM|MAX|MIN|AVG|COUNT)\(\)( DESC| ASC)?)?$/;

/** The text of a value of a template, with a word for what CloudFormation puts in. */
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const parts = z.safeParse(
    z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) }),
    value,
  );
  return parts.success ? parts.data['Fn::Join'][1].map(textOf).join('') : 'ref';
};

const metricSchema = z.looseObject({
  Expression: z.optional(z.unknown()),
  MetricStat: z.optional(
    z.looseObject({
      Period: z.number(),
      Stat: z.string(),
      Metric: z.looseObject({
        MetricName: z.string(),
        Dimensions: z._default(
          z.array(z.looseObject({ Name: z.string(), Value: z.unknown() })),
          [],
        ),
      }),
    }),
  ),
});

const alarmSchema = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  OKActions: z.array(z.unknown()),
  TreatMissingData: z.string(),
  EvaluationPeriods: z.number(),
  Period: z.optional(z.number()),
  MetricName: z.optional(z.string()),
  Namespace: z.optional(z.string()),
  Metrics: z._default(z.array(metricSchema), []),
});

const alarmOf = (template: Template, id: string) => {
  const alarm = alarmsOf(template).find(({ AlarmName }) => AlarmName === `heirtag-test-${id}`);
  if (alarm === undefined) throw new Error(`no alarm ${id}`);
  return alarm;
};

const alarmsOf = (template: Template) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) =>
    alarmSchema.parse(Properties),
  );

const articles = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ heading: text.split('\n')[0] ?? '', text }));

describe('alarms', () => {
  it.each([
    ['a stage', templateOf(production)],
    ['one with all that there is', everything],
  ])('are told to the doctor by the worker of %s, each by its name', (_, of) => {
    const [worker] = resourcesOf(of, 'AWS::Lambda::Function').filter(({ id }) =>
      id.startsWith('Work'),
    );
    const { Variables } = z
      .object({ Variables: z.looseObject({ HEIRTAG_ALARMS: z.string() }) })
      .parse(worker?.Properties.Environment);
    const told = Variables.HEIRTAG_ALARMS.split(',').map(
      (name) => `${alarmPrefixOf('test')}${name}`,
    );

    expect(told.toSorted()).toEqual(
      alarmsOf(of)
        .map(({ AlarmName }) => AlarmName)
        .toSorted(),
    );
  });

  it('are one per way of failing', () => {
    const failures = alarmsOf(everything).map(({ AlarmName }) => AlarmName.replace(/-\d+$/, ''));

    expect([...new Set(failures)]).toEqual(
      Object.keys(alarmTitles).map((id) => `heirtag-test-${id}`),
    );
  });

  it('go to the topic when raised and when over', () => {
    const [topic] = resourcesOf(everything, 'AWS::SNS::Topic');

    for (const { AlarmActions, OKActions } of alarmsOf(everything)) {
      expect([...AlarmActions, ...OKActions].map(refOf)).toEqual([topic?.id, topic?.id]);
    }
  });

  it('reach every address of the stage', () => {
    const template = templateOf({
      ...development,
      alarmEmails: ['a@example.com', 'b@example.com'],
    });

    expect(
      resourcesOf(template, 'AWS::SNS::Subscription').map(({ Properties }) => Properties.Endpoint),
    ).toEqual(['a@example.com', 'b@example.com']);
  });

  it('link an article of the runbook that says what it means, how to look and how to fix it', () => {
    for (const { AlarmDescription } of alarmsOf(everything)) {
      const [, id] =
        / See https:\/\/wiki\.example\.com\/heirtag\/runbook\.md#([a-z-]+)$/.exec(
          AlarmDescription,
        ) ?? [];
      const article = articles.find(({ heading }) => heading === id);

      expect(article?.text, AlarmDescription).toMatch(/\*\*Means\*\*.*\*\*Look\*\*.*\*\*Fix\*\*/s);
    }
  });

  it('of lost events ask for every rule of their bus, however many products there are', () => {
    const [query] = alarmOf(everything, 'intake-lost').Metrics;
    const defaultBusRules = resourcesOf(everything, 'AWS::Events::Rule').filter(
      ({ Properties }) => Properties.EventBusName === 'default',
    );
    const ofDefaultBus = alarmsOf(everything).filter(({ AlarmName }) =>
      AlarmName.startsWith('heirtag-test-default-bus-lost'),
    );
    const watched = ofDefaultBus.flatMap(({ Metrics }) =>
      Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions ?? []),
    );

    expect(JSON.stringify(query?.Expression)).toMatch(
      /SELECT SUM\(InvocationsFailedToBeSentToDlq\).*EventBusName, RuleName\).*WHERE EventBusName = .*"Ref":"IntakeBus/,
    );
    expect(defaultBusRules.length).toBeGreaterThan(10);
    expect(watched.map(({ Value }) => refOf(Value))).toEqual(defaultBusRules.map(({ id }) => id));
  });

  it('are such as CloudWatch takes: ten metrics at the most, and of queries only =, != and AND', () => {
    for (const { AlarmName, Metrics } of alarmsOf(everything)) {
      const stats = Metrics.filter(({ MetricStat }) => MetricStat !== undefined);
      const queries = Metrics.map(({ Expression }) => textOf(Expression)).filter((text) =>
        text.startsWith('SELECT'),
      );

      expect(stats.length, AlarmName).toBeLessThanOrEqual(10);
      for (const text of queries) expect(text, AlarmName).toMatch(metricsQuery);
    }
  });

  it('of refused roles have a contributor for each account, of what the worker counts', () => {
    const [query] = alarmOf(everything, 'role-refused').Metrics;

    expect(query?.Expression).toBe(
      `SELECT SUM(RolesRefused) FROM SCHEMA("Heirtag", "${countedApartBy.RolesRefused}", "service") WHERE "service" = 'heirtag-test-worker' GROUP BY "accountId" ORDER BY SUM() DESC`,
    );
    for (const none of [
      development,
      { ...development, clouds: ['aws'], awsRegions: ['eu-west-1'] },
    ]) {
      expect(alarmsOf(templateOf(none)).map(({ AlarmName }) => AlarmName)).not.toContain(
        'heirtag-test-role-refused',
      );
    }
  });

  it('of calls that rest ring when they fail again, and not for a short outage', () => {
    const { EvaluationPeriods, Period } = alarmOf(everything, 'circuits-opened');

    expect(EvaluationPeriods).toBe(2);
    // Calls rest for five minutes at the most: each period has its failure.
    expect(Period).toBeGreaterThan(2 * 300);
  });

  it('take no metric that is missing for a fault, since a new stage has none', () => {
    expect(new Set(alarmsOf(everything).map(({ TreatMissingData }) => TreatMissingData))).toEqual(
      new Set(['notBreaching']),
    );
  });

  it.each([
    [6, 3],
    [24, 3],
    [48, 4],
    [144, 7],
  ])(
    'a sweep every %i hours is missed only after the first had its time',
    (sweepHours, periods) => {
      const alarm = alarmOf(templateOf({ ...development, sweepHours }), 'sweep-missing');
      const periodHours = Math.min(24, sweepHours);

      expect(alarm.EvaluationPeriods).toBe(periods);
      expect((periods - 1) * periodHours).toBeGreaterThanOrEqual(sweepHours);
      expect(periods * periodHours).toBeLessThanOrEqual(7 * 24);
      expect(alarm.Metrics.map(({ Expression }) => Expression)).toContain(
        'SUM([steps, polls * 0])',
      );
      expect(new Set(alarm.Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []))).toEqual(
        new Set([periodHours * 3600]),
      );
    },
  );

  it.each([
    ['api-throttled', 'Throttles', 'Sum'],
    ['api-slow', 'Duration', 'p99'],
  ])('%s watches %s (%s) of the functions of both APIs', (id, name, statistic) => {
    const both = templateOf({ ...development, tagApi: true });
    const watched = (template: Template) =>
      alarmOf(template, id).Metrics.flatMap(({ MetricStat }) =>
        MetricStat === undefined
          ? []
          : MetricStat.Metric.Dimensions.map(({ Value }) => [
              MetricStat.Metric.MetricName,
              MetricStat.Stat,
              refOf(Value),
            ]),
      );

    const ofAdmin = [name, statistic, expect.stringContaining('Admin')];
    expect(watched(both)).toEqual([ofAdmin, [name, statistic, expect.stringContaining('TagApi')]]);
    expect(watched(templateOf(development))).toEqual([ofAdmin]);
  });
});

describe('what the worker counts', () => {
  it('is watched or shown under the names it has', () => {
    const shown = JSON.stringify(
      [
        ...resourcesOf(everything, 'AWS::CloudWatch::Dashboard'),
        ...resourcesOf(everything, 'AWS::CloudWatch::Alarm'),
      ].map(({ Properties }) => Properties),
    );

    expect(metricNames.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe('the dashboard', () => {
  it('is one, of the stage, and shows alarms, outcomes, tags, lag as p50 and p99, and queues', () => {
    const [dashboard, ...others] = resourcesOf(everything, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.Properties.DashboardBody);

    expect(others).toEqual([]);
    expect(dashboard?.Properties.DashboardName).toBe('heirtag-test');
    expect(
      ['alarms', 'MessagesDone', 'TagsSet', 'p50', 'p99', 'dead letters'].filter(
        (part) => !body.includes(part),
      ),
    ).toEqual([]);
  });
});
