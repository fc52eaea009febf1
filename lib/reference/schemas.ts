import * as z from 'zod/mini';
import { detailSchemaOf } from '../../src/announce/announcement-schemas.ts';
import { type AnnouncementKind, detailTypes } from '../../src/announce/announcements.ts';
import { rulesFileSchema } from '../../src/rules-file/schema.ts';
import { stageSettingsSchema } from '../stage-settings.ts';

/** Of the drafts that editors know, the one that all of them do. */
const asText = (schema: z.core.$ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), undefined, 2)}\n`;

/** Makes `schemas/rules.schema.json`: what a rules file may hold. */
export const rulesJsonSchema = (): string => asText(rulesFileSchema);

/** Makes `schemas/stage.schema.json`: what a stage's settings may hold. */
export const stageJsonSchema = (): string =>
  asText(stageSettingsSchema.check(z.meta({ title: 'Settings of a stage of Heirtag' })));

/** Where the schema of an announcement's `detail` stands. */
export const announcementSchemaFile = (kind: AnnouncementKind): string =>
  `docs/events/${detailTypes[kind].toLowerCase().replaceAll(' ', '-')}.schema.json`;

/** Makes that schema. */
export const announcementJsonSchema = (kind: AnnouncementKind): string =>
  asText(
    detailSchemaOf(kind).check(z.meta({ title: `Detail of "${detailTypes[kind]}" of Heirtag` })),
  );
