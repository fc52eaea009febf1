import openapiTypes, { astToString } from 'openapi-typescript';

const head = '// Made from the OpenAPI document by `npm run console:types`; not to be edited.\n\n';

/** The types of the console's client, from the API's own document. @param document JSON */
export const apiTypesOf = async (document: string): Promise<string> =>
  `${head}${astToString(await openapiTypes(Buffer.from(document), { excludeDeprecated: true }))}`;
