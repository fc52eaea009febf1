import { readFileSync } from 'node:fs';
import { CustomResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { InvalidInputError } from '../src/model/errors.ts';
import { thrownMessage } from '../src/model/thrown-message.ts';
import { readRulesFile, type WantedAccount } from '../src/rules-file/read-rules-file.ts';
import { HeirtagFunction } from './heirtag-function.ts';
import { onQueues, onTable } from './permissions.ts';
import { type FunctionProps, lettingPublish } from './service.ts';

/** Time for some hundred accounts, one after the other. Seconds. */
const timeoutSeconds = 900;

/** @throws InvalidInputError `InvalidRulesFile` that tells all that is wrong, with line and column */
const accountsIn = (file: string): readonly WantedAccount[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const problem = thrownMessage(cause);
    throw new InvalidInputError({
      code: 'InvalidRulesFile',
      message: `rulesFile: ${file} cannot be read: ${problem}`,
      cause,
    });
  }
  return readRulesFile(text, file);
};

export type DeployedRulesProps = FunctionProps & {
  /** Rules file, from the folder in which the app runs. */
  readonly file: string;
  readonly isPruning: boolean;
};

/** Makes accounts what a rules file says, when the file comes to the stage and whenever it changes. */
export class DeployedRules extends Construct {
  readonly function: HeirtagFunction;

  constructor(scope: Construct, id: string, { file, isPruning, ...props }: DeployedRulesProps) {
    super(scope, id);
    const accounts = accountsIn(file);
    this.function = this.makeFunction(props);
    const applied = new CustomResource(this, 'Applied', {
      serviceToken: this.function.function.functionArn,
      resourceType: 'Custom::HeirtagRules',
      properties: { accounts: JSON.stringify(accounts), prune: String(isPruning) },
    });
    // It comes when the function may read settings and write its log, and goes before it.
    applied.node.addDependency(this.function);
  }

  private makeFunction(props: FunctionProps): HeirtagFunction {
    const { stage, settings, tables, queues, environment } = props;
    return new HeirtagFunction(this, 'Rules', {
      handler: 'rules',
      description: 'Makes accounts what the rules file says that was deployed',
      stage,
      settings,
      memoryMiB: settings.adminMemoryMiB,
      timeoutSeconds,
      environment,
      statements: [
        onTable(
          tables.state,
          'GetItem',
          'BatchGetItem',
          'PutItem',
          'UpdateItem',
          'DeleteItem',
          'Query',
        ),
        onQueues([queues.changes], 'SendMessage'),
        ...lettingPublish(props, { isSimulating: false }),
      ],
    });
  }
}
