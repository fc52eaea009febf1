import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  Metadata: z._default(z.record(z.string(), z.unknown()), {}),
  DeletionPolicy: z.optional(z.string()),
  UpdateReplacePolicy: z.optional(z.string()),
});

const templateSchema = z.looseObject({ Resources: z.record(z.string(), resourceSchema) });

/** A CloudFormation template, as far as tests look into it. */
export type Template = z.infer<typeof templateSchema>;

/** One resource of a template, with its logical id. */
export type TemplateResource = z.infer<typeof resourceSchema> & { readonly id: string };

/** Reads a template. @param json as CDK makes it */
export const readTemplate = (json: unknown): Template => templateSchema.parse(json);

/** Reads a template that was synthesised. */
export const readTemplateFile = (file: string): Template =>
  readTemplate(JSON.parse(readFileSync(file, 'utf8')));

/** Every resource of some types, in the template's order. */
export const resourcesOf = (
  { Resources }: Template,
  ...types: readonly string[]
): readonly TemplateResource[] =>
  Object.entries(Resources)
    .filter(([, { Type }]) => types.includes(Type))
    .map(([id, resource]) => ({ ...resource, id }));

const refSchema = z.catch(
  z.optional(
    z.union([
      z.pipe(
        z.strictObject({ Ref: z.string() }),
        z.transform(({ Ref }) => Ref),
      ),
      z.pipe(
        z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
        z.transform(({ 'Fn::GetAtt': [id] }) => id),
      ),
    ]),
  ),
  undefined,
);

/** The logical id that a value names by Ref or GetAtt; undefined when it is anything else. */
export const refOf = (value: unknown): string | undefined => refSchema.parse(value);

/** A value that is one or a list, as a list. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Event patterns of the bus rules; the template has them as texts. */
export const eventPatternsOf = (template: Template): readonly unknown[] =>
  resourcesOf(template, 'AWS::Events::Rule').flatMap(({ Properties }) =>
    // A rule on schedule has no pattern.
    Properties.EventPattern === undefined
      ? []
      : [JSON.parse(z.string().parse(Properties.EventPattern))],
  );
