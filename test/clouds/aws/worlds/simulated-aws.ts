import { type Arn, parseArn, typeOf } from '../../../../src/clouds/arn.ts';
import { type AccountRegion, unlimited } from '../../../../src/clouds/call.ts';
import type { Opened, Opener, Place } from '../../../../src/clouds/opener.ts';
import type { CloudProvider, WriteResult } from '../../../../src/clouds/provider.ts';
import { CloudApiError, type SimulatedCloud } from '../../../../src/clouds/simulator.ts';
import type { Page } from '../../../../src/model/page.ts';
import { changeOf, sightsOf, written } from '../../ask.ts';
import { eventOfCall, type MadeCall } from '../trail/call-record.ts';
import { tagNoticeOf } from '../trail/tag-notice.ts';
import { type Account, type Moment, openAccount } from './account.ts';
import { assertFits, calls, type Input, type Told, tagCalls, tagsIn } from './calls.ts';

/** The role under which the service calls. */
export const ownRole = 'heirtag-test-tagger';

const user = { type: 'IAMUser', userName: 'alice' };

const ourselves = (accountId: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${accountId}:assumed-role/${ownRole}/heirtag`,
  accountId,
  sessionContext: { sessionIssuer: { type: 'Role', userName: ownRole, accountId } },
});

type Tags = ReadonlyMap<string, string>;

/** Parameters that say what AWS knows otherwise. */
type Hidden = { readonly RegionId: string; readonly Parents?: readonly Arn[] };

const isHidden = (name: string): boolean => name === 'RegionId' || name === 'Parents';

const changedKeys = (before: Tags, after: Tags): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => before.get(key) !== after.get(key),
  );

const whole = <T>(items: readonly T[]): Page<T> => ({ items, next: undefined });

const namesOf = (resources: readonly { readonly arn: Arn }[]): Page<Arn> =>
  whole(resources.map(({ arn }) => arn));

/** What is read, from one moment for each read. */
export const readsFrom = (
  moment: () => Moment,
): Pick<CloudProvider, 'describe' | 'heirs' | 'list' | 'detached'> => ({
  describe: async (arns) => {
    const { find } = moment();
    return sightsOf(
      arns,
      arns.flatMap((arn) => find(arn) ?? []),
    );
  },
  heirs: async (primary, type) => {
    const { find, heirs } = moment();
    return find(primary) === undefined ? whole([]) : namesOf(heirs(primary, type));
  },
  list: async (accountId, type) => namesOf(moment().list(accountId, type)),
  detached: async ({ accountId, region }, type) =>
    namesOf(
      moment()
        .list(accountId, type)
        .filter(({ arn, parents }) => parents.length === 0 && parseArn(arn).region === region),
    ),
});

/** Which resources a tag call names. */
const taggedBy = (
  { account, at }: { readonly account: Account; readonly at: AccountRegion },
  names: unknown,
): readonly Arn[] => {
  const texts = [names].flat().map((each) => String(Object(each).ResourceId ?? each));
  const types = ['Ec2-Instance', 'Ec2-Volume', 'Ec2-NetworkInterface', 'Ec2-ElasticIp'] as const;
  const others = ['Ec2-Snapshot', 'Ec2-Image', 'Ec2-NatGateway', 'Ec2-SecurityGroup'] as const;
  const all = [...types, ...others, 'AutoScaling-Group' as const].flatMap((type) =>
    account.list(at.accountId, type),
  );
  return texts.flatMap((text) => {
    if (text.startsWith('arn:')) return [account.find(`arn:${text.slice(4)}`)?.arn ?? []].flat();
    return all.filter(({ arn }) => parseArn(arn).id === text).map(({ arn }) => arn);
  });
};

export type SimulatedAwsOptions = {
  readonly clock: () => number;
  /** Takes the events that AWS would put on the default bus. */
  readonly deliver: (event: object) => void;
};

/** AWS in memory: calls by the SDK's names, records of CloudTrail, notices of services, and changes of tags. */
export const simulateAws = ({ clock, deliver }: SimulatedAwsOptions) => {
  const account = openAccount(clock);
  let told = 0;
  /** AWS tells whole seconds. */
  const stamp = () => {
    told += 1;
    return { id: `e-${told}`, time: `${new Date(clock()).toISOString().slice(0, 19)}Z` };
  };

  const tellCall = (made: MadeCall, at: AccountRegion, userIdentity: object): void =>
    deliver(eventOfCall(made, { ...at, userIdentity }, stamp()));

  const tellNotice = ({ source, type, resources = [], detail }: Told, at: AccountRegion): void => {
    const { id, time } = stamp();
    const { accountId, region } = at;
    const around = { version: '0', id, source, account: accountId, region, time, resources };
    deliver({ ...around, 'detail-type': type, detail });
  };

  /** Changes tags. @returns true when there was something to change */
  const retag = (arn: Arn, edit: (tags: Tags) => Tags, most: number): boolean => {
    const resource = account.find(arn);
    if (resource === undefined) throw new CloudApiError(400, 'InvalidID.NotFound', `no ${arn}`);
    const tags = edit(resource.tags);
    assertFits(arn, tags, most);
    const changed = changedKeys(resource.tags, tags);
    if (changed.length === 0) return false;
    account.put({ ...resource, tags });
    // Auto Scaling's groups are told by the trail alone.
    if (typeOf(arn) === 'AutoScaling-Group') return true;
    const scope = { ...parseArn(arn), userIdentity: user };
    deliver(tagNoticeOf({ arn, changedKeys: changed }, tags, { ...scope, ...stamp() }));
    return true;
  };

  const tagBy = (name: string, input: Input, at: AccountRegion, most: number): readonly Arn[] => {
    const { names, tags = 'Tags', removes = false } = tagCalls[name] ?? {};
    const arns = taggedBy({ account, at }, input[names ?? '']);
    const given = input[tags];
    const keys = [given].flat().map((each) => String(Object(each).Key ?? each));
    const isChanged = arns.map((arn) =>
      retag(
        arn,
        (before) =>
          removes
            ? new Map([...before].filter(([key]) => !keys.includes(key)))
            : new Map([...before, ...tagsIn(given)]),
        most,
      ),
    );
    return isChanged.includes(true) ? arns : [];
  };

  const call =
    ({ newId, maxTagsPerResource }: Place): SimulatedCloud['call'] =>
    async ({ product: service, operation: name, parameters, accountId }) => {
      const given: Hidden & Input = { RegionId: '', ...Object(parameters) };
      const { RegionId: region, Parents: parents = [] } = given;
      const at = { accountId, region };
      const input = Object.fromEntries(Object.entries(given).filter(([key]) => !isHidden(key)));
      const made = { service, name, input, output: {} };
      const full = `${service}/${name}`;
      if (full in tagCalls) {
        const arns = tagBy(full, input, at, maxTagsPerResource('Ec2-Instance'));
        if (arns.length > 0) tellCall(made, at, { ...user, accountId });
        return { requestId: newId(), result: {}, arns };
      }
      const make = calls[full];
      if (make === undefined) throw new CloudApiError(400, 'InvalidAction', `nobody plays ${full}`);
      const id = () => newId().replaceAll('-', '').slice(0, 17);
      const done = make({ account, at, input, parents, newId: id });
      const { output = {}, arns, more = [], notices = [] } = done;
      tellCall({ ...made, output }, at, { ...user, accountId });
      for (const each of more)
        tellCall(each, at, { type: 'AWSService', invokedBy: `${service}.amazonaws.com` });
      for (const notice of notices) tellNotice(notice, at);
      return { requestId: newId(), result: {}, arns };
    };

  const write =
    ({ maxTagsPerResource }: Place): CloudProvider['write'] =>
    async (writes) =>
      writes.map(({ arn, set, remove, assertMaySend }): WriteResult => {
        assertMaySend();
        const { accountId, region } = parseArn(arn);
        try {
          const isChanged = retag(
            arn,
            (before) => new Map([...[...before].filter(([key]) => !remove.includes(key)), ...set]),
            maxTagsPerResource(typeOf(arn)),
          );
          if (isChanged && typeOf(arn) === 'AutoScaling-Group') {
            const tags = [...set].map(([Key, Value]) => ({
              ResourceId: parseArn(arn).id,
              Key,
              Value,
            }));
            const made = { service: 'autoscaling', name: 'CreateOrUpdateTags', output: {} };
            tellCall(
              { ...made, input: { Tags: tags } },
              { accountId, region },
              ourselves(accountId),
            );
          }
          return written;
        } catch (error) {
          if (!(error instanceof CloudApiError)) throw error;
          const { code, message } = error;
          const refusal = { kind: 'quota full' as const, code, message };
          const keys = [...changeOf(arn, { set }).set.keys()];
          return { refused: new Map(keys.map((key) => [key, refusal])), failed: new Map() };
        }
      });

  const opener: Opener = {
    cloud: 'aws',
    operations: [],
    open: (place): Opened => {
      const provider: CloudProvider = {
        ...readsFrom(() => account),
        write: write(place),
        tagCallsFor: (changes) => changes.length,
        maxTagsPerResource: place.maxTagsPerResource,
        isOurs: (caller) => caller.startsWith(`${ownRole}/`),
        readLagSeconds: 0,
        rateOf: () => unlimited,
        tagCallSeconds: 1,
      };
      return {
        provider,
        openAt: ({ region }) => ({
          ...provider,
          list: async (...question) => {
            const { items } = await provider.list(...question);
            return whole(items.filter((arn) => parseArn(arn).region === region));
          },
        }),
        simulator: { call: call(place), recover: async () => 0 },
      };
    },
  };
  return { account, opener };
};
