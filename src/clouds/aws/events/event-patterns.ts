import type { NamedPattern } from '../../cloud.ts';
import { tagCallsOf, tagNotice } from '../calls.ts';
import { catalogue, ruledTypes, watchedNotices } from '../catalogue.ts';
import { supportedRegions } from '../regions.ts';
import { type ResourceType, resourceTypes, type Service } from '../resource-types.ts';
import { sentSource } from './bus-event.ts';
import { noticeKinds } from './notices.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Types whose changes of tags AWS tells in no notice of its own: their calls come by the trail. */
const isUntold = (type: ResourceType): boolean => type === 'AutoScaling-Group';

const parted = (name: string): readonly [Service | string, string] => {
  const at = name.indexOf(':');
  return [name.slice(0, at), name.slice(at + 1)];
};

/** Names by their services: `ec2` → `AttachVolume`, … */
const byService = (names: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const groups = Map.groupBy([...new Set(names)].sort(), (name) => parted(name)[0]);
  return new Map(
    [...groups].map(([service, all]) => [service, all.map((name) => parted(name)[1])]),
  );
};

/** Lambda puts its API's version behind the names of calls. */
const eventNames = (service: string, calls: readonly string[]): readonly unknown[] =>
  service === 'lambda' ? calls.flatMap((call) => [call, { prefix: `${call}2` }]) : calls;

/** Keeps out what these roles did; a caller who has none is let through. */
const callersBut = (roles: readonly string[]): Fields =>
  roles.length === 0
    ? {}
    : {
        userIdentity: {
          sessionContext: {
            sessionIssuer: { userName: [{ 'anything-but': roles }, null, { exists: false }] },
          },
        },
      };

/** Calls that a trail tells: those of associations, and of tags where nothing else tells them. */
const trailPatterns = (
  regions: readonly string[],
  ownCallers: readonly string[],
): readonly NamedPattern[] => {
  const calls = [
    ...catalogue.flatMap((rule): readonly string[] => rule.calls),
    ...ruledTypes.filter(isUntold).flatMap((type): readonly string[] => tagCallsOf(type)),
  ].filter((call) => !call.startsWith('tagging:'));
  return [...byService(calls)].map(([service, names]) => ({
    name: `aws-${service}`,
    pattern: {
      source: [`aws.${service}`],
      'detail-type': [{ suffix: ' via CloudTrail' }],
      region: regions,
      detail: {
        eventName: eventNames(service, names),
        errorCode: ['', null, { exists: false }],
        ...callersBut(ownCallers),
      },
    },
  }));
};

/** What a notice's field may say, for those fields that notices of a service have. */
const toldIn = (service: string, names: readonly string[]): readonly Fields[] => {
  const told = names.flatMap((name) =>
    [...noticeKinds].flatMap(([kind, { tells }]) =>
      tells !== undefined && name.startsWith(`${kind} `)
        ? [{ tells, what: name.slice(kind.length + 1) }]
        : [],
    ),
  );
  const fields = Map.groupBy(told, ({ tells }) => tells);
  const failed =
    service === 'ec2' ? { result: [{ 'anything-but': ['failed'] }, { exists: false }] } : {};
  return [...fields].map(([tells, all]) => ({
    [tells]: [...new Set(all.map(({ what }) => what))],
    ...(tells === 'event' ? failed : {}),
  }));
};

const noticePatterns = (regions: readonly string[]): readonly NamedPattern[] =>
  [...byService(watchedNotices)].map(([service, names]) => {
    const told = toldIn(service, names);
    const types = [...noticeKinds.keys()].filter((kind) =>
      names.some((name) => name === kind || name.startsWith(`${kind} `)),
    );
    return {
      name: `aws-${service}-notices`,
      pattern: {
        source: [`aws.${service}`],
        'detail-type': types,
        region: regions,
        ...(told.length === 0 ? {} : { detail: told.length === 1 ? told[0] : { $or: told } }),
      },
    };
  });

/** Changes of tags, whoever made them. EC2 has many types that no rule knows. */
const tagPattern = (regions: readonly string[]): NamedPattern => {
  const types = ruledTypes.map((type) => resourceTypes[type]);
  const ofEc2 = types.filter(({ service }) => service === 'ec2');
  const others = types.filter(({ service }) => service !== 'ec2');
  return {
    name: 'aws-tags',
    pattern: {
      source: ['aws.tag'],
      'detail-type': [tagNotice],
      region: regions,
      detail: {
        $or: [
          {
            service: ['ec2'],
            'resource-type': ofEc2.map(({ arnStart }) => arnStart.slice(0, -1)),
          },
          { service: [...new Set(others.map(({ service }) => service))] },
        ],
      },
    },
  };
};

/**
 * The bus rules' patterns, derived from the rules: there is no second list. For the default bus, on which AWS
 * puts events of its own, and for every bus that these are forwarded to. Where a change of tags has a notice,
 * the call that made it is not asked for: it would only make us look twice.
 * @param regions ids of the regions to let through
 * @param ownCallers names of roles that nobody but this service takes on: what they did is kept out, see
 * docs/decisions/0035-whoever-changes-tags-sends-heirs-on.md
 */
export const eventPatterns = (
  regions: readonly string[] = [...supportedRegions.keys()],
  ownCallers: readonly string[] = [],
): readonly NamedPattern[] => [
  tagPattern(regions),
  ...trailPatterns(regions, ownCallers),
  ...noticePatterns(regions),
  // What was sent by hand was read when it was sent.
  { name: 'aws-sent', pattern: { source: [sentSource] } },
];
