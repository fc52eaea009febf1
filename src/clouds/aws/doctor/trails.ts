import {
  type AdvancedEventSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { AccountRegion } from '../../call.ts';
import type { SettingName } from '../../cloud.ts';
import { type Finding, fine, toMend } from '../../doctor.ts';
import { catalogue } from '../catalogue.ts';
import type { RuleShape } from '../rule.ts';
import type { DoctorClients } from './clients.ts';
import { looking, needing, placeOf } from './look.ts';

const check = 'trail';

/** Rules, of those that are on, that miss something where no trail tells of calls. */
const inNeed = (rulesOn: ReadonlySet<SettingName> | undefined): readonly RuleShape[] =>
  catalogue.filter(
    ({ settingName, calls }) => calls.length > 0 && (rulesOn?.has(settingName) ?? true),
  );

const tellsWrites = ({ IncludeManagementEvents, ReadWriteType = 'All' }: EventSelector): boolean =>
  IncludeManagementEvents !== false && ReadWriteType !== 'ReadOnly';

/** Management events of writes, of whatever source: a selector that leaves sources out may leave out ours. */
const tellsAllWrites = ({ FieldSelectors = [] }: AdvancedEventSelector): boolean => {
  const fields = new Map(FieldSelectors.map(({ Field, ...rest }) => [Field, rest]));
  const isReadOnly = fields.get('readOnly')?.Equals?.includes('true') ?? false;
  return (
    (fields.get('eventCategory')?.Equals?.includes('Management') ?? false) &&
    !isReadOnly &&
    [...fields.keys()].every((field) => field === 'eventCategory' || field === 'readOnly')
  );
};

/** True for a trail that is on, and records calls that change something in this region. */
const records = async ({ cloudTrail }: DoctorClients, arn: string): Promise<boolean> => {
  const client = cloudTrail();
  const { IsLogging } = await needing('cloudtrail:GetTrailStatus', () =>
    client.send(new GetTrailStatusCommand({ Name: arn })),
  );
  if (IsLogging !== true) return false;
  const { EventSelectors = [], AdvancedEventSelectors = [] } = await needing(
    'cloudtrail:GetEventSelectors',
    () => client.send(new GetEventSelectorsCommand({ TrailName: arn })),
  );
  // A trail that was never told what to record records all management events.
  const isUntold = EventSelectors.length + AdvancedEventSelectors.length === 0;
  return (
    isUntold || EventSelectors.some(tellsWrites) || AdvancedEventSelectors.some(tellsAllWrites)
  );
};

const shortName = ({ primary, associated }: RuleShape): string =>
  `${primary}/${associated}`.toLowerCase();

const namesOf = (needy: readonly RuleShape[]): string =>
  needy.length === catalogue.length
    ? `all ${needy.length} rules miss what no service tells by itself`
    : `these rules miss what no service tells by itself: ${needy.map(shortName).join(', ')}`;

/** Looks for a trail that tells of calls which change something: EventBridge has them from there. */
export const examineTrail = (
  at: AccountRegion,
  clients: DoctorClients,
  rulesOn: ReadonlySet<SettingName> | undefined,
): Promise<readonly Finding[]> => {
  const where = placeOf(at);
  return looking({ check, where, permission: 'cloudtrail:DescribeTrails' }, async () => {
    const needy = inNeed(rulesOn);
    if (needy.length === 0) return [fine(check, where, 'no rule that is on needs one')];
    const { trailList = [] } = await clients
      .cloudTrail()
      .send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    const unseen: unknown[] = [];
    for (const { TrailARN: arn = '', Name: name = arn } of trailList) {
      try {
        if (await records(clients, arn)) {
          return [fine(check, where, `${name} records calls that change something`)];
        }
      } catch (thrown) {
        // Another one may do, such as that of the account beside that of the organization.
        unseen.push(thrown);
      }
    }
    if (unseen.length > 0) throw unseen[0];
    return [
      toMend(check, where, {
        says: `${trailList.length === 0 ? 'there is no trail' : 'no trail is on that records management events of writes'}, so ${namesOf(needy)}`,
        mend: 'Make a trail for all regions with management events, read and write or write only; docs/rules.md says what works without one.',
      }),
    ];
  });
};
