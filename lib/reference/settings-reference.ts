import * as z from 'zod/mini';
import { stageSettingsSchema } from '../stage-settings.ts';
import { alibabaRegions } from '../variants/readers.ts';

/** What the JSON schema says of a setting. */
export const propertySchema = z.looseObject({
  type: z.optional(z.string()),
  enum: z.optional(z.array(z.union([z.number(), z.string()]))),
  items: z.optional(z.unknown()),
  minimum: z.optional(z.number()),
  maximum: z.optional(z.number()),
  minItems: z.optional(z.number()),
  maxItems: z.optional(z.number()),
  pattern: z.optional(z.string()),
  unit: z.optional(z.string()),
  description: z.string(),
  default: z.optional(z.unknown()),
});

export type Property = z.infer<typeof propertySchema>;

const valuesOf = ({
  type,
  enum: choices,
  minimum,
  maximum,
  minItems,
  maxItems,
}: Property): string => {
  if (choices !== undefined) return choices.join(', ');
  if (type === 'integer') return `${minimum} to ${maximum}`;
  if (type === 'boolean') return 'true, false';
  if (type !== 'array') return 'text';
  if (minItems !== undefined) return `list, at least ${minItems}`;
  return maxItems === undefined ? 'list' : `list, at most ${maxItems}`;
};

const defaultOf = (name: string, property: Property, required: readonly string[]): string => {
  if (required.includes(name)) return '**required**';
  const value = property.default;
  if (value === undefined) return 'not set';
  if (Array.isArray(value) && value.length === alibabaRegions.size) return `all ${value.length}`;
  return `\`${JSON.stringify(value)}\``;
};

/** Makes `docs/settings.md` from the schema of the stage settings. */
export const settingsReference = (): string => {
  const { properties = {}, required = [] } = z.toJSONSchema(stageSettingsSchema, { io: 'input' });
  const rows = Object.entries(properties).map(([name, raw]) => {
    const property = propertySchema.parse(raw);
    const cells = [
      `\`${name}\``,
      valuesOf(property),
      property.unit ?? '',
      defaultOf(name, property, required),
      property.description,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `# Stage settings

Made by \`npm run docs\` from \`lib/stage-settings.ts\`; a test keeps it true.

The settings of a stage stand in \`cdk.json\` under \`context.stages.<stage>\`. Deploy one with
\`npx cdk deploy -c stage=<stage>\`. A stage's name has 1 to 20 small letters, digits and \`-\`. A wrong
setting fails the synth with a message that names it.

| setting | values | unit | default | what it does |
|---|---|---|---|---|
${rows.join('\n')}
`;
};
