import {
  ArnFormat,
  BootstraplessSynthesizer,
  CfnCondition,
  CfnParameter,
  Fn,
  Stack,
  type StackProps,
  Validations,
} from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import {
  AccountPrincipal,
  CfnPolicy,
  CfnRole,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { InvalidInputError } from '../src/model/errors.ts';
import { acknowledgeAws, awsReads, awsWrites } from './aws-permissions.ts';
import { assertStageName, parseStageSettings } from './read-stage-settings.ts';
import { awsPatterns, awsRegionsOf, namesOf, touchesAws } from './stage-clouds.ts';
import type { StageProps } from './stage-props.ts';
import type { StageSettings } from './stage-settings.ts';

/** Which service a member belongs to. */
export type HeirtagMemberStackProps = StackProps & {
  /** Name of the service, as it is made with. */
  readonly stage: string;
  /**
   * Settings of the service. With `account` and `region`, where it lives, nobody has to say that when the template
   * is deployed; with a bus of yours, `busName` is its name.
   */
  readonly settings: StageProps & {
    readonly account?: string | undefined;
    readonly region?: string | undefined;
  };
};

/** @throws InvalidInputError `InvalidStageSettings` where there is nothing to be a member of */
const readSettings = (
  { node }: Construct,
  { stage, settings: raw }: Pick<HeirtagMemberStackProps, 'stage' | 'settings'>,
): StageSettings => {
  assertStageName(stage);
  const settings = parseStageSettings(raw, node.path, true);
  if (touchesAws(settings)) return settings;
  throw new InvalidInputError({
    code: 'InvalidStageSettings',
    message: `${node.path}.clouds: a member stack lets resources of AWS inherit; expected "aws" among them, or no member stack`,
  });
};

/** A template that wants neither a bootstrapped account nor a bucket. */
class PlainSynthesizer extends BootstraplessSynthesizer {
  // CDK's own types differ in whether these may be undefined; without a bootstrapped account there are none.
  override get bootstrapQualifier(): string {
    return '';
  }

  override get lookupRole(): string {
    return '';
  }

  override get cloudFormationExecutionRole(): string {
    return '';
  }
}

/**
 * What another account, or another region of the stage's own, needs so that its resources inherit: the role that
 * the stage takes there, and rules that send its events to the stage's bus. It has no assets: the template alone
 * can be deployed, as by a StackSet over accounts and regions.
 *
 * @example
 * new HeirtagMemberStack(app, 'TagsMember', { stage: 'production', settings });
 */
export class HeirtagMemberStack extends Stack {
  /** @throws InvalidInputError `InvalidStageSettings` that names every wrong setting */
  constructor(
    scope: Construct,
    id: string,
    { stage, settings: raw, ...props }: HeirtagMemberStackProps,
  ) {
    super(scope, id, { ...props, synthesizer: new PlainSynthesizer() });
    const settings = readSettings(this, { stage, settings: raw });
    const stageAccount = this.parameter(
      'StageAccount',
      'Account that the stage lives in',
      settings.account,
    );
    const stageRegion = this.parameter(
      'StageRegion',
      'Region that the stage lives in',
      settings.region,
    );
    const roleRegion = this.parameter(
      'RoleRegion',
      "Region whose stack makes the account's role: roles are global, and one of all regions makes it",
      awsRegionsOf(settings)[0],
    );
    this.makeTagger(stage, settings, { stageAccount, roleRegion });
    this.makeRules(stage, settings, { stageAccount, stageRegion });
  }

  private parameter(name: string, description: string, value: string | undefined): string {
    const { valueAsString } = new CfnParameter(this, name, {
      description,
      ...(value === undefined ? {} : { default: value }),
    });
    return valueAsString;
  }

  /** The stage alone may take it: its two functions, who say the external id. */
  private makeTagger(
    stage: string,
    settings: StageSettings,
    { stageAccount, roleRegion }: { readonly stageAccount: string; readonly roleRegion: string },
  ): void {
    const { worker, admin, tagger, externalId } = namesOf(stage);
    const roleArn = (name: string) =>
      this.formatArn({
        service: 'iam',
        region: '',
        account: stageAccount,
        resource: 'role',
        resourceName: name,
      });
    const within = { scope: this, regions: awsRegionsOf(settings) };
    const role = new Role(this, 'Tagger', {
      roleName: tagger,
      description: `Reads and tags resources for Heirtag, stage ${stage}`,
      assumedBy: new PrincipalWithConditions(new AccountPrincipal(stageAccount), {
        StringEquals: {
          'sts:ExternalId': externalId,
          ...(settings.awsOrganization === undefined
            ? {}
            : { 'aws:PrincipalOrgID': settings.awsOrganization }),
        },
        ArnEquals: { 'aws:PrincipalArn': [roleArn(worker), roleArn(admin)] },
      }),
    });
    for (const statement of [awsReads(within), ...awsWrites(within)]) role.addToPolicy(statement);
    acknowledgeAws(role);
    const makesRole = new CfnCondition(this, 'MakesRole', {
      expression: Fn.conditionEquals(this.region, roleRegion),
    });
    for (const each of role.node.findAll()) {
      if (each instanceof CfnRole || each instanceof CfnPolicy)
        each.cfnOptions.condition = makesRole;
    }
  }

  /** Sends events of the account's default bus on, by a role that may do nothing else. */
  private makeRules(
    stage: string,
    settings: StageSettings,
    { stageAccount, stageRegion }: { readonly stageAccount: string; readonly stageRegion: string },
  ): void {
    const busArn = this.formatArn({
      service: 'events',
      region: stageRegion,
      account: stageAccount,
      resource: 'event-bus',
      resourceName: settings.busName ?? `heirtag-${stage}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const forwarder = new Role(this, 'Forwarder', {
      description: `Sends events to Heirtag, stage ${stage}`,
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    forwarder.addToPolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [busArn] }),
    );
    for (const { name, pattern } of awsPatterns(stage, settings)) {
      const rule = new CfnRule(this, name, {
        description: `${name}: sends on to Heirtag, stage ${stage}`,
        eventPattern: {},
        targets: [{ id: 'Stage', arn: busArn, roleArn: forwarder.roleArn }],
      });
      Validations.of(rule).acknowledge({
        id: 'Serverless-EventBusDLQ',
        reason:
          'EventBridge tries for a day; what is lost then the next sweep finds. Nobody would look into a queue in every account.',
      });
      // The whole pattern as a text, because CloudFormation refuses a null anywhere in a template.
      rule.addPropertyOverride('EventPattern', JSON.stringify(pattern));
    }
  }
}
