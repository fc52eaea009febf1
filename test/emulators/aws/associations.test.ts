import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../src/clouds/aws/arn.ts';
import { catalogue } from '../../../src/clouds/aws/catalogue.ts';
import type { ResourceType } from '../../../src/clouds/aws/resource-types.ts';
import { type CloudProvider, patientCall } from '../../../src/clouds/provider.ts';
import { allPages, changeOf, resourceIn, tagsIn, writesOf } from '../../clouds/ask.ts';
import { type Account, openAccount } from './account.ts';
import { type Association, associations } from './associations.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { type PlayedAws, startPlayedAws } from './played-aws.ts';

let aws: PlayedAws;
let account: Account;
let provider: CloudProvider;
const accountId = '210000000001';

beforeAll(async () => {
  aws = await startPlayedAws();
  account = openAccount(aws.endpoint, accountId);
  ({ provider } = account);
});
afterAll(() => aws.stop());

const ofType = (type: ResourceType, id: string): Arn => formatArn({ type, region, accountId, id });

const played = catalogue.flatMap(
  (rule): readonly (typeof rule & { readonly play: Association })[] => {
    const play = associations[`${rule.primary} → ${rule.associated}`];
    return play === undefined ? [] : [{ ...rule, play }];
  },
);

describe.each(played)('$primary → $associated', ({ primary, associated, play }) => {
  it('is seen from both ends, and both are listed', async () => {
    const made = await play.make(account);
    const [parent, heir] = [ofType(primary, made.primary), ofType(associated, made.associated)];

    const heirs = await allPages((cursor) =>
      provider.heirs(parent, associated, cursor, patientCall),
    );
    const hanging = provider.hanging?.(accountId, { primary, associated });
    const fromOtherEnd = hanging && (await allPages((cursor) => hanging(cursor, patientCall)));
    const listed = await allPages((cursor) =>
      provider.list(accountId, associated, cursor, patientCall),
    );
    const primaries = await allPages((cursor) =>
      provider.list(accountId, primary, cursor, patientCall),
    );

    expect((await resourceIn(provider, heir))?.parents).toContain(parent);
    expect(heirs).toContain(heir);
    expect(fromOtherEnd ?? heirs).toContain(heir);
    expect(listed).toContain(heir);
    expect(primaries).toContain(parent);
    expect(await resourceIn(provider, parent)).toBeDefined();
  });

  it('gives the associated resource tags, and takes them away', async () => {
    const made = await play.make(account);
    const heir = ofType(associated, made.associated);
    const before = await tagsIn(provider, heir);

    const set = changeOf(heir, {
      set: new Map([
        ['cost', 'a b'],
        ['team', 'é/='],
      ]),
    });
    const [written] = await provider.write(writesOf([set]), patientCall);
    const between = await tagsIn(provider, heir);
    const [removed] = await provider.write(
      writesOf([changeOf(heir, { remove: ['cost', 'never-there'] })]),
      patientCall,
    );

    expect([written, removed]).toMatchObject(
      Array.from({ length: 2 }, () => ({ failed: new Map(), refused: new Map() })),
    );
    expect(between).toEqual(new Map([...(before ?? []), ['cost', 'a b'], ['team', 'é/=']]));
    expect(await tagsIn(provider, heir)).toEqual(new Map([...(before ?? []), ['team', 'é/=']]));
  });
});

const ended = played.flatMap(({ play: { make, end }, ...rule }) =>
  end === undefined ? [] : [{ ...rule, make, end }],
);

it.each(ended)(
  'sees the end of $primary → $associated',
  async ({ primary, associated, make, end }) => {
    const made = await make(account);
    const heir = ofType(associated, made.associated);

    await end(account, made);

    expect((await resourceIn(provider, heir))?.parents).not.toContain(
      ofType(primary, made.primary),
    );
  },
);
