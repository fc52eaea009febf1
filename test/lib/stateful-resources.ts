/** Name and definition of a resource that holds data, or that others have the address of. */
export type StatefulResource = {
  readonly type: string;
  /** Properties whose change makes CloudFormation replace the resource. */
  readonly fixed: Readonly<Record<string, unknown>>;
};

/** Logical id → resource. */
export type StatefulResources = Readonly<Record<string, StatefulResource>>;

/** Source: CloudFormation template reference, properties with "Update requires: Replacement". */
const replacingProperties: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': [
    'TableName',
    'AttributeDefinitions',
    'KeySchema',
    'LocalSecondaryIndexes',
  ],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::KMS::Key': [],
  'AWS::Events::EventBus': ['Name'],
  'AWS::Events::Archive': ['ArchiveName', 'SourceArn'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType'],
  // Roles of members, and of other clouds, name those of the stage.
  'AWS::IAM::Role': ['RoleName', 'Path'],
  'AWS::CloudFormation::CustomResource': ['ServiceToken'],
};

type Template = {
  readonly Resources: Readonly<
    Record<
      string,
      { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }
    >
  >;
};

/** The stateful resources of a template. */
export const statefulResourcesOf = ({ Resources }: Template): StatefulResources =>
  Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
      const names = replacingProperties[Type];
      if (names === undefined) return [];
      const fixed = names
        .filter((name) => name in Properties)
        .map((name) => [name, Properties[name]]);
      return [[id, { type: Type, fixed: Object.fromEntries(fixed) }]];
    }),
  );

/**
 * Says what a deployment would destroy.
 * @returns a sentence per resource that would be deleted or replaced; new ones are no harm
 */
export const replacements = (
  deployed: StatefulResources,
  next: StatefulResources,
): readonly string[] =>
  Object.entries(deployed).flatMap(([id, before]) => {
    const after = next[id];
    if (after === undefined || after.type !== before.type) {
      return [`${id} (${before.type}) would be deleted: its logical id is gone`];
    }
    const names = [...new Set([...Object.keys(before.fixed), ...Object.keys(after.fixed)])];
    return names
      .filter((name) => JSON.stringify(before.fixed[name]) !== JSON.stringify(after.fixed[name]))
      .map((name) => `${id} (${before.type}) would be replaced: ${name} is another`);
  });
