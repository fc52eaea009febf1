import * as z from 'zod/mini';
import { formatArn, parseArn } from '../../clouds/arn.ts';
import { seenIn } from '../../clouds/sights.ts';
import { isWhatWeWrote } from '../../engine/standing.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { NotFoundError } from '../../model/errors.ts';
import type { AppDeps } from '../app.ts';
import { assertOwn } from '../arn-input.ts';
import { type Call, defineCall, noBody, noQuery } from '../call.ts';
import { contestAnswer } from '../cause-answer.ts';
import { resourceListCall } from './resource-list.ts';

const tagSchema = z.object({
  key: z.string(),
  value: z.string(),
  origin: z.enum(['own', 'inherited']),
  from: z.optional(z.string()).check(z.describe('the primary it was inherited from')),
  rule: z.optional(z.string()),
  displaced: z.optional(z.string()).check(z.describe('the value it took the place of')),
  since: z.optional(z.string()),
});

const tellTag = (
  key: string,
  value: string,
  entry: LedgerEntry | undefined,
): z.input<typeof tagSchema> => {
  // A tag that is not what we wrote any more belongs to whoever changed it.
  if (entry === undefined || !isWhatWeWrote(entry, value)) return { key, value, origin: 'own' };
  return {
    key,
    value,
    origin: 'inherited',
    from: entry.primary,
    rule: entry.rule,
    ...(entry.displaced === null ? {} : { displaced: entry.displaced }),
    since: entry.writtenAt,
  };
};

const tellContest = ({ key, contest }: LedgerEntry) =>
  contest === null ? [] : [{ key, ...contest }];

/** `/v1/resources`: which there are; a resource's tags, and where each comes from. */
export const resourceCalls = (
  deps: Pick<AppDeps, 'cloud' | 'ledger' | 'history' | 'clock' | 'regions'>,
): readonly Call[] => [
  resourceListCall(deps),
  defineCall({
    method: 'GET',
    path: '/v1/resources/{arn}',
    summary: "Lists a resource's tags and where each comes from.",
    query: noQuery,
    body: noBody,
    answer: z.object({
      arn: z.string(),
      type: z.string(),
      tags: z.array(tagSchema),
      contested: z
        .array(z.extend(contestAnswer, { key: z.string() }))
        .check(
          z.describe('keys that are left alone because somebody else kept changing them back'),
        ),
    }),
    errors: { InvalidArn: 400, 'InvalidParameter.Arn': 400, ResourceNotFound: 404 },
    handle: async ({ accountId, param }) => {
      const ref = parseArn(param('arn'));
      const arn = formatArn(ref);
      assertOwn(arn, accountId, 'arn');
      const resource = seenIn(await deps.cloud.describe([arn]), arn);
      if (resource === undefined) {
        throw new NotFoundError({ code: 'ResourceNotFound', message: `${arn} does not exist` });
      }
      const { entries } = await deps.ledger.read(resource.arn);
      const tags = [...resource.tags]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, value]) => tellTag(key, value, entries.get(key)));
      return {
        body: { arn, type: ref.type, tags, contested: [...entries.values()].flatMap(tellContest) },
      };
    },
  }),
];
