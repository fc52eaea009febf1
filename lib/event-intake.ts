import { Duration } from 'aws-cdk-lib';
import {
  Archive,
  CfnArchive,
  CfnEventBusPolicy,
  CfnRule,
  EventBus,
  type IEventBusRef,
  Match,
  Rule,
} from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import * as z from 'zod/mini';
import type { NamedPattern } from '../src/clouds/event-patterns.ts';
import type { Bus } from './own-parts.ts';
import type { Queues } from './queues.ts';
import { awsPatterns, sentPatterns } from './stage-clouds.ts';
import type { StageSettings } from './stage-settings.ts';

export type EventIntakeProps = {
  readonly stage: string;
  readonly settings: StageSettings;
  readonly queues: Queues;
  /** Somebody's own bus; undefined makes one. */
  readonly bus: Bus | undefined;
};

const archiveOf = (stage: string, { archiveDays }: StageSettings) => ({
  description: `Events of Heirtag, stage ${stage}, for replays`,
  retentionDays: archiveDays,
});

/** The part of a pattern that an archive keeps by. */
const keptSchema = z.object({
  source: z.array(z.string()),
  'detail-type': z.optional(z.array(z.unknown())),
  detail: z.optional(z.object({ eventName: z.optional(z.array(z.unknown())) })),
});

/**
 * What an archive keeps of a bus that is others' as well: all that the rules take, and little else. The rules'
 * patterns together are longer than an archive takes: 4,096 characters.
 */
const worthKeeping = (patterns: readonly NamedPattern[]): object => ({
  $or: patterns.map(({ pattern }) => {
    const { detail, ...kept } = keptSchema.parse(pattern);
    return detail?.eventName === undefined ? kept : { ...kept, detail };
  }),
});

/** The event bus and the rules that let through to the changes queue what can matter to a rule. */
export class EventIntake extends Construct {
  readonly bus: Bus;
  /** Rules on the bus. */
  readonly rules: readonly Rule[];
  /** Rules on the account's default bus; none unless the stage asks for them, or touches AWS. */
  readonly defaultBusRules: readonly Rule[];

  constructor(scope: Construct, id: string, { stage, settings, queues, bus }: EventIntakeProps) {
    super(scope, id);
    this.bus = bus ?? this.makeBus(stage, settings);
    const makeRules = (
      busId: string,
      bus: IEventBusRef,
      patterns: readonly NamedPattern[],
    ): readonly Rule[] =>
      patterns.map((named) => this.makeRule(`${busId}-${named.name}`, { bus, named, queues }));
    const sent = sentPatterns(settings);
    const ofAws = awsPatterns(stage, settings);
    // Other regions and accounts send theirs to the stage's bus, see `HeirtagMemberStack`.
    this.rules = makeRules('Bus', this.bus, [...sent, ...ofAws]);
    const onDefault = [...(settings.defaultBus ? sent : []), ...ofAws];
    if (onDefault.length === 0) {
      this.defaultBusRules = [];
      return;
    }
    const defaultBus = EventBus.fromEventBusName(this, 'Default', 'default');
    this.defaultBusRules = makeRules('DefaultBus', defaultBus, onDefault);
    if (bus === undefined && settings.archiveDays > 0) {
      new CfnArchive(this, 'DefaultArchive', {
        ...archiveOf(stage, settings),
        archiveName: `heirtag-${stage}.default`,
        sourceArn: defaultBus.eventBusArn,
        eventPattern: worthKeeping(onDefault),
      });
    }
  }

  private makeBus(stage: string, settings: StageSettings): EventBus {
    const bus = new EventBus(this, 'Bus', {
      eventBusName: settings.busName ?? `heirtag-${stage}`,
      description: `Audit events of the cloud for Heirtag, stage ${stage}`,
    });
    if (settings.archiveDays > 0) this.keepEvents(bus, stage, settings);
    this.letIn(bus, settings);
    return bus;
  }

  /** Keeps what comes in, so that time in which events were lost or done wrong can be replayed. */
  private keepEvents(bus: EventBus, stage: string, settings: StageSettings): void {
    const { description, retentionDays } = archiveOf(stage, settings);
    new Archive(this, 'Archive', {
      sourceEventBus: bus,
      archiveName: `heirtag-${stage}`,
      description,
      eventPattern: { account: Match.exists() },
      retention: Duration.days(retentionDays),
    });
  }

  private makeRule(
    id: string,
    {
      bus,
      named,
      queues,
    }: { readonly bus: IEventBusRef; readonly named: NamedPattern; readonly queues: Queues },
  ): Rule {
    const { pattern } = named;
    const rule = new Rule(this, id, {
      eventBus: bus,
      description: `Calls of ${named.name} that a tag inheritance rule watches`,
      eventPattern: { source: [...pattern.source] },
      targets: [new SqsQueue(queues.changes, { deadLetterQueue: queues.intakeDeadLetters })],
    });
    const { defaultChild } = rule.node;
    if (!(defaultChild instanceof CfnRule)) throw new Error(`the rule ${id} has no resource`);
    // The whole pattern as a text, because CloudFormation refuses a null anywhere in a template.
    defaultChild.addPropertyOverride('EventPattern', JSON.stringify(pattern));
    return rule;
  }

  /** Lets other accounts put events on the bus. */
  private letIn(bus: EventBus, settings: StageSettings): void {
    const sourceAccounts = [...new Set([...settings.sourceAccounts, ...settings.awsAccounts])];
    const sourceOrganization = settings.sourceOrganization ?? settings.awsOrganization;
    const statement = (sid: string, who: object) =>
      new CfnEventBusPolicy(this, sid, {
        eventBusName: bus.eventBusName,
        statementId: sid,
        statement: {
          Sid: sid,
          Effect: 'Allow',
          Action: 'events:PutEvents',
          Resource: bus.eventBusArn,
          ...who,
        },
      });
    if (sourceAccounts.length > 0) {
      statement('SourceAccounts', { Principal: { AWS: sourceAccounts } });
    }
    if (sourceOrganization !== undefined) {
      statement('SourceOrganization', {
        Principal: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': sourceOrganization } },
      });
    }
  }
}
