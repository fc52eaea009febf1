import * as z from 'zod/mini';

const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.optional(z.boolean()),
  description: z.optional(z.string()),
});

const operationSchema = z.looseObject({
  summary: z.optional(z.string()),
  deprecated: z.optional(z.boolean()),
  parameters: z.optional(z.array(parameterSchema)),
  requestBody: z.optional(z.unknown()),
  responses: z.record(z.string(), z.looseObject({ description: z.optional(z.string()) })),
});

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const jsonBlock = (title: string, value: unknown): string =>
  `::: details ${title}\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n:::\n`;

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const;

type Operation = z.infer<typeof operationSchema>;

const operationText = (
  path: string,
  method: string,
  { summary = '', parameters = [], requestBody, responses }: Operation,
): string => {
  const rows = parameters.map(
    ({ name, in: place, required = false, description = '' }) =>
      `| \`${name}\` | ${place}${required ? ', required' : ''} | ${description.replaceAll('|', '\\|')} |`,
  );
  const statuses = Object.entries(responses).map(
    ([status, { description = '' }]) => `- **${status}** ${description}`,
  );
  return [
    `## ${method.toUpperCase()} ${path}`,
    summary,
    ...(rows.length === 0 ? [] : [`| parameter | in | |\n|---|---|---|\n${rows.join('\n')}`]),
    ...(requestBody === undefined ? [] : [jsonBlock('Body', requestBody)]),
    statuses.join('\n'),
    jsonBlock('Answers', responses),
  ].join('\n\n');
};

/** Makes the page of all calls from the OpenAPI document, but for forms that are deprecated. */
export const apiPage = (document: unknown): string => {
  const { paths } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = z.optional(operationSchema).parse(item[method]);
      return operation === undefined || operation.deprecated === true
        ? []
        : [operationText(path, method, operation)];
    }),
  );
  return `# All calls

Made from the OpenAPI document, which the API itself gives at \`GET /v1/openapi.json\`. [HTTP API](docs/http-api.md) tells how the
calls belong together.

${operations.join('\n\n')}
`;
};
