import { announcementKinds } from '../../src/announce/announcements.ts';
import { awsDocument, awsPermissionsReference } from './aws-permissions-reference.ts';
import { cliReference } from './cli-reference.ts';
import { eventsOutReference } from './events-out-reference.ts';
import { metricsReference } from './metrics-reference.ts';
import { rulesReference } from './rules-reference.ts';
import {
  announcementJsonSchema,
  announcementSchemaFile,
  rulesJsonSchema,
  stageJsonSchema,
} from './schemas.ts';
import { settingsReference } from './settings-reference.ts';
import { stageProps } from './stage-props.ts';

/** Documents, types and schemas that are made from the code: where each goes and what makes it. */
export const references: readonly { readonly file: string; readonly make: () => string }[] = [
  { file: awsDocument, make: awsPermissionsReference },
  { file: 'docs/cli.md', make: cliReference },
  { file: 'docs/events-out.md', make: eventsOutReference },
  { file: 'docs/metrics.md', make: metricsReference },
  { file: 'docs/rules.md', make: rulesReference },
  { file: 'docs/settings.md', make: settingsReference },
  { file: 'lib/stage-props.ts', make: stageProps },
  ...announcementKinds.map((kind) => ({
    file: announcementSchemaFile(kind),
    make: () => announcementJsonSchema(kind),
  })),
  { file: 'schemas/rules.schema.json', make: rulesJsonSchema },
  { file: 'schemas/stage.schema.json', make: stageJsonSchema },
];
