import type { Hono } from 'hono';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { isArn, parseArn } from '../../model/arn.ts';
import { NotFoundError } from '../../model/errors.ts';
import type { ApiEnv } from '../api-env.ts';
import type { AppDeps } from '../app.ts';

/** A tag that is not what we wrote any more belongs to whoever changed it. */
const isOurs = (value: string, { state, ...entry }: LedgerEntry): boolean =>
  entry.value === value || (state === 'intended' && entry.previous === value);

const tellTag = (key: string, value: string, entry: LedgerEntry | undefined) => {
  if (entry === undefined || !isOurs(value, entry)) return { key, value, origin: 'own' };
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

/** `GET /v1/resources/<arn>`: a resource's tags, and where each comes from. */
export const addResourceRoutes = (
  app: Hono<ApiEnv>,
  { cloud, ledger }: Pick<AppDeps, 'cloud' | 'ledger'>,
): void => {
  app.get('/v1/resources/:arn{.+}', async (context) => {
    const arn = context.req.param('arn');
    const { type } = parseArn(arn);
    const resource = isArn(arn) ? (await cloud.describe([arn])).get(arn) : undefined;
    if (resource === undefined) {
      throw new NotFoundError({ code: 'ResourceNotFound', message: `${arn} does not exist` });
    }
    const { entries } = await ledger.read(resource.arn);
    const tags = [...resource.tags]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => tellTag(key, value, entries.get(key)));
    return context.json({ arn, type, tags });
  });
};
