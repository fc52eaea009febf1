import * as z from 'zod/mini';
import { stageSettingsSchema } from '../stage-settings.ts';
import { type Property, propertySchema } from './settings-reference.ts';

/** A stack says these itself. */
const saidByStack: readonly string[] = ['account', 'region'];

/** What a list of a setting holds: some texts, one or several kinds of objects, or any text. */
const itemSchema = z.looseObject({
  enum: z.optional(z.array(z.string())),
  anyOf: z.optional(
    z.array(
      z.looseObject({
        properties: z.record(z.string(), z.unknown()),
        required: z.array(z.string()),
      }),
    ),
  ),
});

/** Choices that the formatter leaves on one line. */
const longestChoices = 94;

/** A list, as the formatter wants it. */
const listTypeOf = (items: unknown): string => {
  const { enum: choices, anyOf = [] } = itemSchema.parse(items);
  if (choices !== undefined) {
    const texts = choices.map((choice) => `'${choice}'`);
    const line = `readonly (${texts.join(' | ')})[]`;
    if (line.length <= longestChoices) return line;
    return ['readonly (', ...texts.map((text) => `        | ${text}`), '      )[]'].join('\n');
  }
  if (anyOf.length === 0) return 'readonly string[]';
  const kinds = anyOf.map(({ properties, required }) => {
    const members = Object.keys(properties).map((name) =>
      required.includes(name)
        ? `            readonly ${name}: string;`
        : `            readonly ${name}?: string | undefined;`,
    );
    return ['        | {', ...members, '          }'].join('\n');
  });
  return ['readonly (', ...kinds, '      )[]'].join('\n');
};

const typesOf = ({ type, enum: choices, items }: Property): readonly string[] => {
  if (choices !== undefined) {
    return choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : `${choice}`));
  }
  if (type === 'integer') return ['number'];
  if (type === 'array') return [listTypeOf(items)];
  return [type === 'boolean' ? 'boolean' : 'string'];
};

/** As the formatter wants it. */
const memberOf = (name: string, property: Property, isRequired: boolean): string => {
  const types = isRequired ? typesOf(property) : [...typesOf(property), 'undefined'];
  const start = `  readonly ${name}${isRequired ? '' : '?'}:`;
  const line = `${start} ${types.join(' | ')};`;
  return line.length <= 100 ? line : `${[start, ...types].join('\n    | ')};`;
};

const defaultOf = ({ default: value }: Property): string => {
  if (value === undefined) return 'not set';
  if (Array.isArray(value) && value.length > 0) return `all ${value.length}`;
  return `\`${JSON.stringify(value)}\``;
};

const docOf = (property: Property, isRequired: boolean): readonly string[] => {
  const { description, type, minimum, maximum, unit } = property;
  const range = type === 'integer' ? ` ${minimum} to ${maximum} ${unit}.` : '';
  const standard = isRequired ? [] : [`@default ${defaultOf(property)}`];
  const lines = [`${description}${range}`, ...standard];
  return lines.length === 1
    ? [`  /** ${lines[0]} */`]
    : ['  /**', ...lines.map((line) => `   * ${line}`), '   */'];
};

/** Makes `lib/stage-props.ts`, the construct's props, from the schema of the stage settings. */
export const stageProps = (): string => {
  const { properties = {}, required = [] } = z.toJSONSchema(stageSettingsSchema, { io: 'input' });
  const members = Object.entries(properties).flatMap(([name, raw]) => {
    if (saidByStack.includes(name)) return [];
    const property = propertySchema.parse(raw);
    const isRequired = required.includes(name);
    return [...docOf(property, isRequired), memberOf(name, property, isRequired)];
  });
  return `// Made by \`npm run docs\` from lib/stage-settings.ts; a test keeps it true.

/** Settings of a stage, as the construct takes them. */
export type StageProps = {
${members.join('\n')}
};
`;
};
