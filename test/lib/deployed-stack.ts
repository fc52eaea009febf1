import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { startEventSourceMapping } from '../../src/local/event-source-mapping.ts';
import { type EmulatedResources, emulateResources, region } from './emulated-resources.ts';
import { startHttpApi } from './http-api.ts';
import { type Lambda, type LambdaOptions, startLambda } from './lambda.ts';
import type { Permission } from './permissions.ts';
import type { RecordingProxy } from './recording-proxy.ts';
import { readTemplateFile, refOf, resourcesOf, type Template } from './template.ts';

/**
 * A stage of a synthesised assembly at work: its bundles as Lambda runs them, between its event
 * source mapping, its HTTP API and its resources on emulators; all of it as the template says.
 */
export type DeployedStack = Pick<EmulatedResources, 'sqs' | 'queueUrlOf' | 'stop'> & {
  readonly template: Template;
  /** URL of the HTTP API. */
  readonly url: string;
  readonly worker: DeployedFunction;
  readonly admin: DeployedFunction;
  readonly withoutDynamoDb: RecordingProxy['withoutDynamoDb'];
};

export type DeployedFunction = Lambda & {
  readonly options: LambdaOptions;
  readonly roleId: string;
  /** Permissions that its calls so far needed. */
  readonly needed: () => ReadonlySet<Permission>;
};

const functionSchema = z.looseObject({
  Handler: z.string(),
  Role: z.unknown(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

const mappingSchema = z.looseObject({ FunctionName: z.unknown(), EventSourceArn: z.unknown() });

const integrationSchema = z.looseObject({
  IntegrationUri: z.unknown(),
  PayloadFormatVersion: z.literal('2.0'),
});

const batchResponseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })),
});

/** Lambda puts the role's credentials into the environment; its session token is the role's own. */
const credentials = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' } as const;

const theOne = (template: Template, type: string) => {
  const [resource, ...others] = resourcesOf(template, type);
  if (resource !== undefined && others.length === 0) return resource.Properties;
  throw new Error(`expected one ${type}`);
};

const startFunction = async (
  folder: string,
  { template, resources }: { readonly template: Template; readonly resources: EmulatedResources },
  id: string,
): Promise<DeployedFunction> => {
  const { Properties, Metadata } =
    resourcesOf(template, 'AWS::Lambda::Function').find((each) => each.id === id) ?? {};
  const { Handler, Role, Environment } = functionSchema.parse(Properties);
  const variables = Object.entries(Environment.Variables);
  const options: LambdaOptions = {
    folder: join(folder, z.string().parse(Metadata?.['aws:asset:path'])),
    handler: Handler,
    environment: {
      ...Object.fromEntries(variables.map(([name, value]) => [name, resources.valueOf(value)])),
      AWS_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: id,
      ...credentials,
      AWS_SESSION_TOKEN: id,
      AWS_ENDPOINT_URL: resources.proxy.endpoint,
    },
  };
  const lambda = await startLambda(options);
  return {
    ...lambda,
    options,
    roleId: refOf(Role) ?? '',
    needed: () => resources.proxy.needed(id),
  };
};

/** Polls in the function's name, as Lambda does: with the permissions of its role. */
const startMapping = (
  mapping: z.infer<typeof mappingSchema>,
  resources: EmulatedResources,
  worker: Lambda,
): (() => Promise<void>) =>
  startEventSourceMapping({
    client: new SQSClient({
      region,
      endpoint: resources.proxy.endpoint,
      credentials: {
        accessKeyId: 'any',
        secretAccessKey: 'any',
        sessionToken: refOf(mapping.FunctionName) ?? '',
      },
    }),
    queueUrl: resources.valueOf(mapping.EventSourceArn),
    handler: async (event) => batchResponseSchema.parse(await worker.invoke(event)),
    pollers: 1,
    log: {
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: (message) => console.error(message),
    },
  });

/** Deploys a stack of an assembly. @param folder of the cloud assembly */
export const deploy = async (folder: string, stackName: string): Promise<DeployedStack> => {
  const template = readTemplateFile(join(folder, `${stackName}.template.json`));
  const mapping = mappingSchema.parse(theOne(template, 'AWS::Lambda::EventSourceMapping'));
  const integration = integrationSchema.parse(theOne(template, 'AWS::ApiGatewayV2::Integration'));

  const resources = await emulateResources(template);
  const start = (ref: unknown) =>
    startFunction(folder, { template, resources }, refOf(ref) ?? String(ref));
  const worker = await start(mapping.FunctionName);
  const admin = await start(integration.IntegrationUri);
  const stopMapping = startMapping(mapping, resources, worker);
  const api = await startHttpApi(admin.invoke);
  const { sqs, queueUrlOf } = resources;
  return {
    template,
    url: api.endpoint,
    worker,
    admin,
    sqs,
    queueUrlOf,
    withoutDynamoDb: resources.proxy.withoutDynamoDb,
    stop: async () => {
      for (const part of [api, { stop: stopMapping }, worker, admin, resources]) await part.stop();
    },
  };
};
