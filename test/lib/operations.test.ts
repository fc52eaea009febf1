import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { alarmTitles } from '../../lib/failures.ts';
import { metricNames } from '../../src/model/telemetry.ts';
import { development, production, templateOf } from './stage-fixture.ts';
import { refOf, resourcesOf, type Template } from './template.ts';

const everything = templateOf({ ...production, simulator: true, defaultBus: true });

const metricSchema = z.looseObject({
  MetricStat: z.optional(
    z.looseObject({
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
  MetricName: z.optional(z.string()),
  Namespace: z.optional(z.string()),
  Metrics: z._default(z.array(metricSchema), []),
});

const alarmsOf = (template: Template) =>
  resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) =>
    alarmSchema.parse(Properties),
  );

const articles = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ heading: text.split('\n')[0] ?? '', text }));

describe('alarms', () => {
  it('are one per way of failing', () => {
    expect(alarmsOf(everything).map(({ AlarmName }) => AlarmName)).toEqual(
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
      const [, id] = /docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
      const article = articles.find(({ heading }) => heading === id);

      expect(article?.text, AlarmDescription).toMatch(/\*\*Means\*\*.*\*\*Look\*\*.*\*\*Fix\*\*/s);
    }
  });

  it.each([
    ['intake-lost', false],
    ['default-bus-lost', true],
  ])(
    '%s watches every rule of its bus, with no more metrics than an alarm takes',
    (id, isDefault) => {
      const alarm = alarmsOf(everything).find(({ AlarmName }) => AlarmName.endsWith(`-${id}`));
      const dimensions = (alarm?.Metrics ?? []).flatMap(
        ({ MetricStat }) => MetricStat?.Metric.Dimensions ?? [],
      );
      const rules = resourcesOf(everything, 'AWS::Events::Rule').filter(
        ({ Properties }) => (Properties.EventBusName === 'default') === isDefault,
      );

      expect(
        new Set(
          dimensions.filter(({ Name }) => Name === 'RuleName').map(({ Value }) => refOf(Value)),
        ),
      ).toEqual(new Set(rules.map((rule) => rule.id)));
      expect(rules.length).toBeLessThanOrEqual(10);
      expect(dimensions.some(({ Name }) => Name === 'EventBusName')).toBe(!isDefault);
    },
  );

  it('of what never happens are raised when nothing is heard', () => {
    const raised = alarmsOf(everything).filter(
      ({ TreatMissingData }) => TreatMissingData === 'breaching',
    );

    expect(raised.map(({ AlarmName }) => AlarmName)).toEqual(['heirtag-test-sweep-missing']);
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
