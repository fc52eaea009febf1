import { expect } from 'vitest';
import * as z from 'zod/mini';
import type { RpcCall } from './clients.ts';

/** What Terraform keeps of `alicloud_tag_associated_rule`. */
export type State = { readonly status: string; readonly tagKeys: readonly string[] };

const region = { RegionId: 'cn-hangzhou' };

const listSchema = z.looseObject({
  Rules: z.array(
    z.looseObject({
      SettingName: z.string(),
      Status: z.string(),
      TagKeys: z.nullish(z.array(z.string())),
    }),
  ),
});

/** Keys only when there are some: the provider sends none for an empty list. */
const keysOf = ({ tagKeys }: State) => (tagKeys.length === 0 ? {} : { TagKeys: tagKeys });

/** The calls of the provider's resource, form body and all. */
export const terraformProvider = (call: RpcCall) => ({
  create: (id: string, state: State) =>
    call('CreateAssociatedResourceRules', {
      ...region,
      CreateRulesList: [{ ...keysOf(state), Status: state.status, SettingName: id }],
    }),
  /** @returns undefined when there is no such rule: the resource is gone */
  read: async (id: string): Promise<State | undefined> => {
    const answer = await call('ListAssociatedResourceRules', { ...region, 'SettingName.1': id });
    const [rule] = listSchema.parse(answer).Rules;
    if (rule === undefined) return undefined;
    expect(rule.SettingName).toBe(id);
    return { status: rule.Status, tagKeys: rule.TagKeys ?? [] };
  },
  update: (id: string, state: State) =>
    call('UpdateAssociatedResourceRule', {
      SettingName: id,
      ...region,
      ...keysOf(state),
      Status: state.status,
    }),
  delete: (id: string) => call('DeleteAssociatedResourceRule', { SettingName: id, ...region }),
});
