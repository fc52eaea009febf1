import { CustomResource, Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { HeirtagFunction } from './heirtag-function.ts';
import { letUseSecrets, onTable } from './permissions.ts';
import type { FunctionProps } from './service.ts';

/** Time for a few thousand secrets, one after the other. Seconds. */
const timeoutSeconds = 900;

/** Removes secrets of access keys that nobody can use any more, and all of them with the stage. */
export class SecretUpkeep extends Construct {
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    super(scope, id);
    this.function = this.makeFunction(props);
    letUseSecrets(this.function, props.stage, 'DeleteSecret');
    const target = this.function.function;
    const daily = new Rule(this, 'Daily', {
      description: 'Removes secrets of access keys that expired',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(target, { retryAttempts: 2 })],
    });
    Validations.of(daily).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'It carries nothing that could be lost: what fails today is done tomorrow.',
    });
    const farewell = new CustomResource(this, 'Farewell', {
      serviceToken: target.functionArn,
      resourceType: 'Custom::HeirtagSecrets',
    });
    // It goes first, while the function may still read keys and write its log.
    farewell.node.addDependency(this.function, props.tables.state);
  }

  private makeFunction({ stage, settings, tables, environment }: FunctionProps): HeirtagFunction {
    const made = new HeirtagFunction(this, 'Upkeep', {
      handler: 'secret-upkeep',
      description: 'Removes secrets of access keys that nobody can use any more',
      stage,
      settings,
      memoryMiB: settings.adminMemoryMiB,
      timeoutSeconds,
      environment,
      statements: [
        onTable(tables.state, 'GetItem'),
        new PolicyStatement({ actions: ['secretsmanager:ListSecrets'], resources: ['*'] }),
      ],
    });
    Validations.of(made.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'ListSecrets knows no resources: whoever may list names sees all of them, and no secret.',
    });
    return made;
  }
}
