import * as z from 'zod/mini';
import { type Arn, parseArn } from '../../arn.ts';
import type { Decision, OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import { hasTags, livingParentsOf, type ParentsOf, type TagFilter, tagFilter } from './filters.ts';
import { numberParameters, pageByNumber, pageByToken, tokenParameters } from './paging.ts';
import { tagKeyRows } from './rows.ts';

/** A parameter that is a text, and may be left out. */
export const text = z.optional(z.string());

/** Most ids that a list may ask for. */
export const mostIds = 100;

const usualPage = 10;

type Paging = {
  readonly Tag?: TagFilter;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly PageNumber?: number | undefined;
  readonly PageSize?: number | undefined;
};

/** What all ECS lists take. @param most rows on a page by token */
export const common = (most: number) => ({
  ...tagFilter,
  ...tokenParameters(most),
  ...numberParameters(100),
});

/** ECS has both kinds of pages; the counts of the one say nothing in the other. */
const pageOf = (found: readonly StoredResource[], paging: Paging) => {
  const { MaxResults, NextToken, PageNumber, PageSize } = paging;
  if (MaxResults !== undefined || NextToken !== undefined) {
    const size = MaxResults ?? usualPage;
    const { page, next } = pageByToken(found, { token: NextToken, size });
    return { page, told: { NextToken: next, PageNumber: 0, PageSize: 0, TotalCount: 0 } };
  }
  const { page, ...told } = pageByNumber(found, { PageNumber, PageSize });
  return { page, told: { NextToken: '', ...told } };
};

/** A resource, as a list tells it. */
export type Row = Readonly<Record<string, unknown>>;

/** ECS leaves tags out where there are none. */
const tagsOf = (resource: StoredResource): Row => {
  const rows = tagKeyRows(resource);
  return rows.length === 0 ? {} : { Tags: { Tag: rows } };
};

/** The page of a list that a call asks for. */
export const list = async (
  context: OperationContext,
  { found, paging }: { readonly found: readonly StoredResource[]; readonly paging: Paging },
  answer: {
    readonly rowOf: (resource: StoredResource, parentsOf: ParentsOf) => Row;
    readonly wrap: (rows: readonly Row[]) => Row;
  },
): Promise<Decision> => {
  const { page, told } = pageOf(found.filter(hasTags(paging.Tag)), paging);
  const parentsOf = await livingParentsOf(context, page);
  const rows = page.map((resource) => ({
    ...answer.rowOf(resource, parentsOf),
    ...tagsOf(resource),
  }));
  return { result: { ...told, ...answer.wrap(rows) }, arns: page.map(({ arn }) => arn) };
};

/** The instance of an id, where one is given. */
export const instanceNamed = (
  context: OperationContext,
  id: string | undefined,
): Arn | undefined => (id === undefined ? undefined : context.arnOf('Ecs-Instance', id));

export const idOf = (resource: StoredResource): string => parseArn(resource.arn).id;
