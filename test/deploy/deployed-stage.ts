import {
  emulatedAccount,
  emulatedRegion,
  type MiniStack,
  startMiniStack,
} from '../emulators/ministack.ts';
import { type Assembly, assemble, type GivenSettings } from './assembly.ts';
import { cdk } from './cdk.ts';
import { type Gateway, openGateway } from './gateway.ts';

/** A stage that the CDK deployed onto an emulator of its own. */
export type DeployedStage = {
  readonly aws: MiniStack;
  readonly assembly: Assembly;
  readonly api: Gateway;
  readonly tagApi: Gateway;
  /** Where other clouds deliver events; undefined where the stage takes none. */
  readonly ingest: Gateway | undefined;
  readonly busName: string;
  /** Deploys the stage again, with other settings. */
  readonly deployAgain: (settings: GivenSettings) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Outputs = Readonly<Record<string, string>>;

const deploy = async (aws: MiniStack, { folder }: Assembly): Promise<Outputs> => {
  const printed = await cdk(aws, 'deploy', '--app', folder, '--require-approval', 'never');
  return Object.fromEntries(
    [...printed.matchAll(/^Heirtag-[a-z0-9]+\.(\w+) = (\S+)$/gm)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
};

const outputOf = (outputs: Outputs, name: string): string => {
  const value = outputs[name];
  if (value === undefined) throw new Error(`the stack has no output ${name}`);
  return value;
};

/** Starts an emulator, bootstraps it and deploys a stage with a Tag API. */
export const deployStage = async (
  stage: string,
  settings: GivenSettings,
  environment: Readonly<Record<string, string>> = {},
): Promise<DeployedStage> => {
  const aws = await startMiniStack(environment);
  const assembly = await assemble(stage, settings);
  await cdk(aws, 'bootstrap', `aws://${emulatedAccount}/${emulatedRegion}`);
  const outputs = await deploy(aws, assembly);
  const api = await openGateway(outputOf(outputs, 'ApiUrl'), aws.port);
  const tagApi = await openGateway(`http://${outputOf(outputs, 'TagApiEndpoint')}`, aws.port);
  const { IngestUrl } = outputs;
  const ingest = IngestUrl === undefined ? undefined : await openGateway(IngestUrl, aws.port);
  return {
    aws,
    assembly,
    api,
    tagApi,
    ingest,
    busName: outputOf(outputs, 'BusArn').split('/').at(-1) ?? '',
    deployAgain: async (changed) => {
      const next = await assemble(stage, { ...settings, ...changed });
      await deploy(aws, next);
      await next.remove();
    },
    stop: async () => {
      await ingest?.stop();
      await tagApi.stop();
      await api.stop();
      await assembly.remove();
      await aws.stop();
    },
  };
};
