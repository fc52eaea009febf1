import * as z from 'zod/mini';
import { cutText } from '../model/cut-text.ts';
import type { Nested } from './nested-parameters.ts';
import { TagApiError } from './tag-api-error.ts';

/** A call that is known to be its key's own. */
export type TagApiCall = {
  readonly parameters: { readonly [name: string]: Nested };
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly requestId: string;
};

/** Who asks, for the record. */
export const principalOf = (accessKeyId: string): string => `access-key/${accessKeyId}`;

/** One action of the API. */
export type TagApiOperation = {
  readonly name: string;
  /** Keys that may only read may not call it. */
  readonly isWrite: boolean;
  /** @returns the answer without RequestId @throws TagApiError and whatever the use cases throw */
  readonly run: (call: TagApiCall) => Promise<Readonly<Record<string, unknown>>>;
  /** Codes of the use cases that this action spells differently. */
  readonly codes: Readonly<Record<string, string>>;
};

const text = z.optional(z.string());

/** What every action takes; whose account it is, the key says. */
const common = {
  RegionId: text,
  Format: z.optional(z.string().check(z.regex(/^json$/i, 'expected JSON'))),
  AcceptLanguage: text,
  SourceIp: text,
  SecureTransport: text,
  OwnerId: text,
  OwnerAccount: text,
  ResourceOwnerId: text,
  ResourceOwnerAccount: text,
} as const;

const ownerNames = ['OwnerId', 'OwnerAccount', 'ResourceOwnerId', 'ResourceOwnerAccount'] as const;
const commonSchema = z.object(common);

/** Lists that may be too long, by the name that the API counts them under. */
const counted: Readonly<Record<string, string>> = {
  CreateRulesList: 'SettingNames',
  SettingName: 'SettingNames',
};

const missingNames: Readonly<Record<string, string>> = {
  CreateRulesList: 'AssociatedResourceRule',
};

/** `CreateRulesList.1.Status`: places count from 1. */
const spell = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.');

const refusalOf = (issue: z.core.$ZodIssue): TagApiError => {
  if (issue.code === 'unrecognized_keys') {
    const name = cutText(spell([...issue.path, issue.keys[0] ?? '']), 100);
    return new TagApiError(400, 'UnsupportedParameter', `The parameter ${name} is not supported.`);
  }
  const name = String(issue.path.findLast((part) => typeof part === 'string') ?? '');
  const where = `${spell(issue.path)}: ${issue.message}`;
  const count = counted[name];
  if (issue.code === 'too_big' && count !== undefined) {
    return new TagApiError(
      400,
      `NumberExceed.${count}`,
      `The maximum number of ${count} is exceeded. ${where}`,
    );
  }
  if (issue.input !== undefined) {
    return new TagApiError(
      400,
      `InvalidParameter.${name}`,
      `The parameter ${name} is invalid. ${where}`,
    );
  }
  const missing = missingNames[name];
  return missing === undefined
    ? new TagApiError(400, `MissingParameter.${name}`, `You must specify ${name}. ${where}`)
    : new TagApiError(
        400,
        `MissingParameter.${missing}`,
        `The parameter ${missing} must not be null. ${where}`,
      );
};

/** Nobody acts for another account than the key's. */
const checkOwner = (parameters: z.output<typeof commonSchema>, accountId: string): void => {
  const other = ownerNames.find((name) => (parameters[name] ?? accountId) !== accountId);
  if (other === undefined) return;
  throw new TagApiError(
    400,
    `Invalid${other}`,
    `The specified ${other} is not valid: this access key acts for account ${accountId} alone.`,
  );
};

/** Declares an action; unknown parameters and wrong values are refused by name. */
export const defineOperation = <Shape extends z.core.$ZodShape>(definition: {
  readonly name: string;
  readonly isWrite: boolean;
  readonly parameters: Shape;
  readonly codes?: Readonly<Record<string, string>>;
  readonly run: (
    parameters: z.output<z.ZodMiniObject<Shape>>,
    call: Omit<TagApiCall, 'parameters'> & { readonly regionId: string | undefined },
  ) => Promise<Readonly<Record<string, unknown>>>;
}): TagApiOperation => {
  const { name, isWrite, codes = {} } = definition;
  const known = z.strictObject({ ...definition.parameters, ...common });
  const own = z.object(definition.parameters);
  const parse = <T>(schema: z.ZodMiniType<T>, parameters: unknown): T => {
    const parsed = schema.safeParse(parameters, { reportInput: true });
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw issue === undefined
      ? new TagApiError(400, 'InvalidParameter', 'The parameters are not valid.')
      : refusalOf(issue);
  };
  return {
    name,
    isWrite,
    codes,
    run: async ({ parameters, ...call }) => {
      parse(known, parameters);
      const shared = parse(commonSchema, parameters);
      checkOwner(shared, call.accountId);
      return definition.run(parse(own, parameters), { ...call, regionId: shared.RegionId });
    },
  };
};
