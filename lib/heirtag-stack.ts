import { CfnOutput, Fn, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Heirtag } from './heirtag.ts';
import type { StageSettings } from './stage-settings.ts';

export type HeirtagStackProps = StackProps & {
  readonly stage: string;
  readonly settings: StageSettings;
};

/** One stage of the service, a stack of its own. */
export class HeirtagStack extends Stack {
  constructor(scope: Construct, id: string, { stage, settings, ...props }: HeirtagStackProps) {
    super(scope, id, props);
    const { account: _, region: __, ...service } = settings;
    // What CDK itself puts into the stack, as a role of the scheduler, has it, too.
    Tags.of(this).add('heirtag:stage', stage);
    // CDK leaves the name Default out of logical ids: they are those of stages deployed long ago.
    const { api, tagApi, ingestApi, bus } = new Heirtag(this, 'Default', { ...service, stage });
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
    if (tagApi !== undefined) {
      // Its clients want the host alone.
      const host = Fn.select(2, Fn.split('/', tagApi.apiEndpoint));
      new CfnOutput(this, 'TagApiEndpoint', { value: host });
    }
    if (ingestApi !== undefined) {
      new CfnOutput(this, 'IngestUrl', { value: `${ingestApi.apiEndpoint}/v1/ingest/` });
    }
    new CfnOutput(this, 'BusArn', { value: bus.eventBusArn });
  }
}
