import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { environmentSchema } from '../src/runtime/environment.ts';
import { checkEnvironmentSize } from './environment-size.ts';
import { type FunctionName, functionCode, variantOf } from './function-code.ts';
import { stageLogGroup } from './log-group.ts';
import type { StageSettings } from './stage-settings.ts';

/** Environment of a function: only names that the code reads. */
export type FunctionEnvironment = {
  readonly [Name in keyof typeof environmentSchema.shape]?: string;
};

export type HeirtagFunctionProps = {
  readonly handler: FunctionName;
  readonly description: string;
  readonly stage: string;
  readonly settings: StageSettings;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Invocations reserved from the account's limit; undefined reserves none. */
  readonly reservedConcurrency?: number | undefined;
  readonly environment: FunctionEnvironment;
  /** Of its role; CloudFormation gives one unless set. */
  readonly roleName?: string | undefined;
  /** Everything the function may do, beside writing its log. */
  readonly statements: readonly PolicyStatement[];
};

/** The one way functions are made: Node 24 on ARM64, one bundled file, a log group and a role of its own. */
export class HeirtagFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: HeirtagFunctionProps) {
    super(scope, id);
    const logGroup = stageLogGroup(this, 'Log', props.settings);
    this.role = this.makeRole(logGroup, props);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: functionCode(this, props.handler, variantOf(props.settings)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      logGroup,
      role: this.role,
      environment: {
        ...props.environment,
        ...(props.settings.logLevel === 'INFO'
          ? {}
          : { POWERTOOLS_LOG_LEVEL: props.settings.logLevel }),
      },
    });
    checkEnvironmentSize(this.function);
    this.acknowledgeFindings();
  }

  private acknowledgeFindings(): void {
    Validations.of(this.function).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason:
          'SQS and HTTP API, which call it, have their own ways to fail; what a schedule calls is called again tomorrow.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason:
          'Log lines carry the event id through every hop; tracing would cost a wildcard permission and 127 kB.',
      },
    );
  }

  private makeRole(logGroup: LogGroup, { statements, roleName }: HeirtagFunctionProps): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      ...(roleName === undefined ? {} : { roleName }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const statement of statements) role.addToPolicy(statement);
    return role;
  }
}
