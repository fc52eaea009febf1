import * as z from 'zod/mini';
import { production, templateOf } from '../../test/lib/stage-fixture.ts';
import { resourcesOf, type Template } from '../../test/lib/template.ts';

const alarmSchema = z.looseObject({
  Metrics: z._default(
    z.array(
      z.looseObject({ Expression: z.optional(z.unknown()), MetricStat: z.optional(z.unknown()) }),
    ),
    [],
  ),
});

const ruleSchema = z.looseObject({ EventBusName: z.optional(z.unknown()) });

const aws = { ...production, clouds: ['aws'], awsRegions: ['eu-central-1'] } as const;

const everything = {
  ...aws,
  clouds: ['alibaba', 'aws'],
  alibabaAccounts: [{ accountId: '1000000000000001', accessKeySecret: 'heirtag/alibaba' }],
  alibabaEventsSecret: 'heirtag/alibaba-events',
  awsAccounts: ['444455556666'],
  defaultBus: true,
  tagApi: true,
} as const;

/** What the query of an alarm finds metrics for at the most: each rule of the stage's own bus, or an account. */
const foundBy = (query: string, template: Template): number =>
  query.includes('AWS/Events')
    ? resourcesOf(template, 'AWS::Events::Rule').filter(
        ({ Properties }) => ruleSchema.parse(Properties).EventBusName !== undefined,
      ).length
    : 1;

const chargedIn = (settings: object): number => {
  const template = templateOf(settings);
  return resourcesOf(template, 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => alarmSchema.parse(Properties).Metrics)
    .reduce((sum, metrics) => {
      const query = metrics
        .map(({ Expression }) => JSON.stringify(Expression ?? ''))
        .find((text) => text.includes('SELECT '));
      const named = metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
      return sum + (query === undefined ? Math.max(1, named) : foundBy(query, template));
    }, 0);
};

/**
 * Metrics that a stage's alarms are charged for: an alarm over several costs as many, and one with a query each that the
 * query finds. Source: CloudWatch pricing, "Alarms".
 */
export const chargedAlarmMetrics = () => ({
  aws: chargedIn(aws),
  everything: chargedIn(everything),
});
