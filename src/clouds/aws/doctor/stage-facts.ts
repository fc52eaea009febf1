import {
  type FunctionConfiguration,
  GetAccountSettingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { type Finding, fine, toMend, unknown } from '../../doctor.ts';
import { type AwsSettings, readAwsSettings } from '../settings.ts';
import type { DoctorClients } from './clients.ts';
import { looking, unsaid } from './look.ts';

/** What is known of a deployed stage by its worker. */
export type StageFacts = {
  readonly settings: AwsSettings;
  /** ARN of the worker's role. */
  readonly workerRole: string;
  readonly busName: string;
  /** ARN of the queue that events go to. */
  readonly queueArn: string;
  /** Workers at once. */
  readonly workers: number;
  /** Its alarms, without what all their names begin with; undefined for a stage that an older version made. */
  readonly alarms: readonly string[] | undefined;
};

const environmentSchema = z.object({
  HEIRTAG_CLOUD_SETTINGS: z.string(),
  HEIRTAG_BUS_NAME: z.string(),
  HEIRTAG_CHANGES_QUEUE_URL: z.string(),
  HEIRTAG_WORKERS: z.string(),
  HEIRTAG_ALARMS: z.optional(z.string()),
});

/** Name of the role that the worker of a stage has; lib/stage-clouds.ts gives it. */
export const workerRoleOf = (stage: string): string => `heirtag-${stage}-worker`;

const workerOf = async (
  { lambda }: DoctorClients,
  stage: string,
): Promise<FunctionConfiguration | undefined> => {
  let Marker: string | undefined;
  do {
    const answer = await lambda().send(new ListFunctionsCommand({ Marker }));
    const found = answer.Functions?.find(({ Role }) => Role?.endsWith(`/${workerRoleOf(stage)}`));
    if (found !== undefined) return found;
    Marker = answer.NextMarker || undefined;
  } while (Marker !== undefined);
  return undefined;
};

const factsOf = ({ Role = '', Environment }: FunctionConfiguration): StageFacts => {
  const said = environmentSchema.parse(Environment?.Variables ?? {});
  const settings = z.object({ aws: z.unknown() }).parse(JSON.parse(said.HEIRTAG_CLOUD_SETTINGS));
  const { hostname, pathname } = new URL(said.HEIRTAG_CHANGES_QUEUE_URL);
  const [, accountId, queue] = pathname.split('/');
  const [, partition] = Role.split(':');
  const [, region] = hostname.split('.');
  return {
    settings: readAwsSettings(settings.aws),
    workerRole: Role,
    busName: said.HEIRTAG_BUS_NAME,
    queueArn: `arn:${partition}:sqs:${region}:${accountId}:${queue}`,
    workers: Number(said.HEIRTAG_WORKERS),
    alarms: said.HEIRTAG_ALARMS?.split(','),
  };
};

/** Finds the worker of a stage, and reads what it was deployed with; findings where it cannot. */
export const readStageFacts = async (
  clients: DoctorClients,
  stage: string,
  region: string,
): Promise<StageFacts | readonly Finding[]> => {
  const look = { check: 'stage', where: `stage ${stage}, ${region}` };
  let facts: StageFacts | undefined;
  const findings = await looking({ ...look, permission: 'lambda:ListFunctions' }, async () => {
    const worker = await workerOf(clients, stage);
    if (worker !== undefined) facts = factsOf(worker);
    return worker === undefined
      ? [
          unknown(look.check, look.where, {
            says: `no function there has the role ${workerRoleOf(stage)}`,
            mend: "Use credentials of the stage's account (--profile) and its region (--region).",
          }),
        ]
      : [];
  });
  return facts ?? findings;
};

/** Looks whether Lambda may run as many workers as the stage wants. */
export const examineConcurrency = (
  { lambda }: DoctorClients,
  { workers }: StageFacts,
  where: string,
): Promise<readonly Finding[]> => {
  const check = 'quotas';
  return looking({ check, where, permission: 'lambda:GetAccountSettings' }, async () => {
    const { AccountLimit } = await lambda().send(new GetAccountSettingsCommand({}));
    const most = AccountLimit?.UnreservedConcurrentExecutions;
    if (most === undefined) {
      return [
        unsaid(check, where, 'how many functions Lambda runs at once that have nothing reserved'),
      ];
    }
    return [
      most >= workers
        ? fine(
            check,
            where,
            `Lambda runs up to ${most} at once, and the stage wants ${workers} workers`,
          )
        : toMend(check, where, {
            says: `Lambda runs up to ${most} functions at once that have nothing reserved, and the stage alone wants ${workers} workers`,
            mend: 'Have the quota "Concurrent executions" of Lambda raised, or set workerMaxConcurrency lower.',
          }),
    ];
  });
};
