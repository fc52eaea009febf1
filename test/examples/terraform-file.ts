import { createRequire } from 'node:module';
import * as z from 'zod/mini';

type Parse = (name: string, text: string) => Promise<unknown>;

// Imported, its types would bring those of a browser into all tests.
const { parse } = z
  .object({ parse: z.custom<Parse>((value) => typeof value === 'function') })
  .parse(createRequire(import.meta.url)('@cdktn/hcl2json'));

/** Attributes of `alicloud_tag_associated_rule`, all that it has; in a plan Terraform refuses others. */
const ruleSchema = z.strictObject({
  associated_setting_name: z.string(),
  status: z.enum(['Enable', 'Disable']),
  tag_keys: z.optional(z.array(z.string())),
});

/** A block of each name that there may be one of. */
const one = <S extends z.ZodMiniType>(block: S) => z.tuple([block]);

const fileSchema = z.strictObject({
  terraform: one(
    z.strictObject({
      required_providers: one(
        z.strictObject({
          alicloud: z.strictObject({ source: z.literal('aliyun/alicloud'), version: z.string() }),
        }),
      ),
    }),
  ),
  variable: z.record(
    z.string(),
    one(z.strictObject({ description: z.string(), type: z.string() })),
  ),
  provider: z.strictObject({
    alicloud: one(
      z.strictObject({
        region: z.string(),
        endpoints: one(z.strictObject({ tag: z.string() })),
      }),
    ),
  }),
  resource: z.strictObject({
    alicloud_tag_associated_rule: z.record(z.string(), one(ruleSchema)),
  }),
});

/** What a file of Terraform asks for. */
export type TerraformFile = {
  /** Of the provider, such as `>= 1.244.0`. */
  readonly version: string;
  /** Host of the Tag API. */
  readonly tagEndpoint: string;
  readonly rules: readonly {
    readonly settingName: string;
    readonly status: 'Enable' | 'Disable';
    readonly tagKeys: readonly string[];
  }[];
};

/**
 * Reads a file as Terraform does, by HashiCorp's own parser, with what resource and provider are known to take.
 * @param variables name → value, as `-var` gives them
 * @throws Error for what Terraform would refuse
 */
export const readTerraformFile = async (
  name: string,
  text: string,
  variables: Readonly<Record<string, string>>,
): Promise<TerraformFile> => {
  const { terraform, variable, provider, resource } = fileSchema.parse(await parse(name, text));
  /** An expression with the values of its variables. */
  const filledIn = (expression: string): string =>
    expression.replace(/\$\{var\.(\w+)\}/g, (_, of: string) => {
      const value = variable[of] === undefined ? undefined : variables[of];
      if (value === undefined) throw new Error(`${name}: there is no variable ${of}`);
      return value;
    });
  const [
    {
      required_providers: [{ alicloud }],
    },
  ] = terraform;
  const [
    {
      endpoints: [{ tag }],
    },
  ] = provider.alicloud;
  return {
    version: alicloud.version,
    tagEndpoint: filledIn(tag),
    rules: Object.values(resource.alicloud_tag_associated_rule).map(([rule]) => ({
      settingName: rule.associated_setting_name,
      status: rule.status,
      tagKeys: rule.tag_keys ?? [],
    })),
  };
};
