import * as z from 'zod/mini';
import { stageSettingsSchema } from '../stage-settings.ts';
import { type Property, propertySchema } from './settings-reference.ts';

/** A stack says these itself. */
const saidByStack: readonly string[] = ['account', 'region'];

const typesOf = ({ type, enum: choices }: Property): readonly string[] => {
  if (choices !== undefined) {
    return choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : `${choice}`));
  }
  if (type === 'integer') return ['number'];
  if (type === 'array') return ['readonly string[]'];
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
