import * as z from 'zod/mini';
import { ownForm, typeOf } from '../../clouds/arn.ts';
import { allResourceTypes } from '../../clouds/resource-types.ts';
import type { LedgerEntry, LedgerRecord } from '../../ledger/ledger.ts';
import { InvalidInputError } from '../../model/errors.ts';
import type { Tags } from '../../model/tags.ts';
import type { AppDeps } from '../app.ts';
import { arnInput, assertOwn } from '../arn-input.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { findResources } from '../find-resources.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { cloudOrigins, ledgerOrigins, type ResourceFilter } from '../resource-filter.ts';
import { listFromLedger } from '../resource-list.ts';
import { listFromCloud } from '../resources-by-cloud.ts';
import { ruleNamed } from '../rule-input.ts';
import { rangeOf } from '../time-range.ts';

const inheritedSchema = z.object({
  key: z.string(),
  value: z.string().check(z.describe('what was written last; the tag may have been changed since')),
  rule: z.string(),
  primary: z.string(),
  displaced: z.nullable(z.string()).check(z.describe('the value it took the place of')),
  since: z.string(),
  isContested: z.boolean(),
});

const refusedSchema = z.object({
  key: z.string(),
  value: z.string().check(z.describe('what was asked for')),
  rule: z.string(),
  primary: z.string(),
  reason: z.string(),
  since: z.string(),
});

const itemSchema = z.object({
  arn: z.string(),
  type: z.string(),
  inherited: z.array(inheritedSchema).check(z.describe('by the ledger')),
  refused: z.array(refusedSchema).check(z.describe('by the ledger')),
  tags: z
    .nullable(z.array(z.object({ key: z.string(), value: z.string() })))
    .check(z.describe('by the cloud, where it was asked; else null')),
});

const listQuery = z.strictObject({
  id: z
    .optional(z.string().check(z.minLength(1)))
    .check(z.describe('d-1, or with its type: disk/d-1; nothing else narrows the list then')),
  type: z.optional(z.enum(allResourceTypes)),
  rule: z.optional(z.string()).check(z.describe('what was inherited or refused under this rule')),
  primary: z.optional(arnInput).check(z.describe('what was inherited from this resource')),
  key: z.optional(z.string().check(z.minLength(1))),
  origin: z
    .optional(z.enum([...ledgerOrigins, ...cloudOrigins]))
    .check(
      z.describe(
        'of the key, or of any: what the ledger knows, or, for own and absent, what the cloud shows',
      ),
    ),
  text: z
    .optional(z.string().check(z.minLength(1), z.maxLength(200)))
    .check(z.describe('part of an ARN, a key or a value; capitals do not matter')),
  ...pageQuery,
});

type ListQuery = z.output<typeof listQuery>;

const filterOf = (query: ListQuery): ResourceFilter => {
  const { type, rule, primary, key, origin, text } = query;
  if (origin === 'absent' && key === undefined) {
    throw new InvalidInputError({
      code: 'InvalidParameter.Key',
      message: 'key: is missing; origin=absent lists the resources without a tag of this key',
    });
  }
  return {
    type,
    rule: rule === undefined ? undefined : ruleNamed(rule).settingName,
    primary,
    key,
    origin,
    text: text && (ownForm(text) ?? text).toLowerCase(),
  };
};

const tellEntry = (entry: LedgerEntry): z.input<typeof inheritedSchema> => {
  const { key, value, rule, primary, displaced, writtenAt, contest } = entry;
  return { key, value, rule, primary, displaced, since: writtenAt, isContested: contest !== null };
};

const tellItem = (record: LedgerRecord, tags: Tags | null): z.input<typeof itemSchema> => ({
  arn: record.arn,
  type: typeOf(record.arn),
  inherited: [...record.entries.values()].map(tellEntry),
  refused: [...record.refusals.values()].map(({ key, value, rule, primary, reason, since }) => ({
    key,
    value,
    rule,
    primary,
    reason,
    since,
  })),
  tags: tags && [...tags].map(([key, value]) => ({ key, value })),
});

/** `GET /v1/resources`: the resources of an account, by what they inherited, or by an id alone. */
export const resourceListCall = (
  deps: Pick<AppDeps, 'cloud' | 'ledger' | 'history' | 'clock' | 'regions'>,
): Call => {
  const { ledger, clock } = deps;

  const list = async (accountId: string, query: ListQuery) => {
    const { limit, cursor } = query;
    const scope = { accountId, filter: filterOf(query) };
    if (query.origin === 'own' || query.origin === 'absent') {
      const { found, ...rest } = await listFromCloud(deps, scope, { limit, cursor });
      return { items: found.map(({ record, tags }) => tellItem(record, tags)), ...rest };
    }
    const { records, ...rest } = await listFromLedger(ledger, scope, { limit, cursor });
    return { items: records.map((record) => tellItem(record, null)), ...rest };
  };

  const find = async (accountId: string, name: string) => {
    const found = await findResources(deps, { accountId, name }, rangeOf({}, clock));
    const records = await ledger.readMany(found);
    const items = records.map((record) => tellItem(record, null));
    return { items, looked: items.length, next: null };
  };

  return defineCall({
    method: 'GET',
    path: '/v1/resources',
    summary:
      'Lists the resources that inherited tags or were refused some, or finds them by an id alone. A page may hold fewer than its limit.',
    query: listQuery,
    body: noBody,
    answer: z.object({
      resources: z.array(z.string()).check(z.describe('the names of the items')),
      items: z.array(itemSchema),
      looked: z.int().check(z.describe('what was looked at for this page')),
      next: nextCursor,
    }),
    errors: {
      'InvalidParameter.Cursor': 400,
      'InvalidParameter.Key': 400,
      'InvalidParameter.Primary': 400,
      'InvalidParameter.SettingName': 400,
    },
    handle: async ({ accountId, query }) => {
      if (query.primary !== undefined) assertOwn(query.primary, accountId, 'primary');
      const body =
        query.id === undefined ? await list(accountId, query) : await find(accountId, query.id);
      return { body: { resources: body.items.map(({ arn }) => arn), ...body } };
    },
  });
};
