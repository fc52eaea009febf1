import { openAlibabaWith } from '../../../../src/clouds/alibaba/provider/open.ts';
import { alibabaSettings, callersOf } from '../../../../src/clouds/alibaba/provider/settings.ts';
import { openWholeAlibaba } from '../../../../src/clouds/alibaba/simulator/open-whole.ts';
import type { Opener } from '../../../../src/clouds/opener.ts';
import type { CloudProvider } from '../../../../src/clouds/provider.ts';
import { alibabaGround, stepKinds as usualKinds } from '../../../reliability/world/alibaba.ts';
import { accountIds } from '../../../reliability/world/cloud-operations.ts';
import type { Ground } from '../../../reliability/world/ground.ts';
import { lagSeconds, type Manner } from '../../../reliability/world/play.ts';
import type { DisturbedWire } from './disturbed-wire.ts';
import { losePermission } from './missing-permission.ts';

const [byRole, byKey] = accountIds;

/** Those that are handled, of the regions in which things are. */
const regions = ['cn-hangzhou', 'eu-central-1'];

const settingsFor = (endpoint: string) =>
  alibabaSettings.parse({
    endpoint,
    accounts: [
      {
        accountId: byRole,
        roleArn: `acs:ram::${byRole}:role/heirtag`,
        identityProviderArn: `acs:ram::${byRole}:oidc-provider/aws`,
      },
      { accountId: byKey, accessKeySecret: 'heirtag/alibaba' },
    ],
  });

/** Worlds hardly take time: what they ask for in a moment is more than a real cloud would allow. */
const rate = { perSecond: 5000, burst: 10_000 };

/** Where reads are not late, what indexes say counts for a moment in which nobody does anything. Seconds. */
const aMoment = 0.001;

/** The provider of a real account as a stage opens it, beside a simulated cloud for its users. */
const openerOver = (
  wire: DisturbedWire,
  lag: number,
  onTruth: (truth: CloudProvider) => void,
): Opener => ({
  ...openWholeAlibaba,
  open: (place) => {
    const simulated = openWholeAlibaba.open(place);
    if (simulated === undefined) return undefined;
    onTruth(simulated.provider);
    const real = openAlibabaWith({
      ...place,
      lagSeconds: lag || aMoment,
      settings: settingsFor(wire.endpoint),
      webIdentityToken: async () => 'a.token.of-the-stage',
      readSecret: async () => JSON.stringify(wire.keyFor(byKey)),
    });
    const provider = { ...real.provider, readLagSeconds: lag, rateOf: () => rate };
    return { ...real, provider, regions, simulator: simulated.simulator };
  },
});

/** What is done in these worlds: a permission is missing now and then. */
export const stepKinds: readonly string[] = [
  ...usualKinds,
  ...Array.from({ length: 3 }, () => 'losePermission'),
];

/** What is late is not broken besides: docs/reliability.md says where the claim ends. */
const isBroken = (manner: Manner): boolean => manner !== 'late';

/** Alibaba Cloud over HTTP, as a stage reaches it: by a role in one account, by a key in the other. */
export const openGround = (wire: DisturbedWire): Ground => ({
  ...alibabaGround,
  others: {
    ...alibabaGround.others,
    // Over the wire an instance with the tag of a cluster is a node of it.
    markByCloud: async (play, { first, ...step }) =>
      alibabaGround.others.markByCloud?.(play, { ...step, first: first - (first % 2) }),
    losePermission: losePermission(wire, alibabaGround.operations),
  },
  open: ({ seed, manner }, service) => {
    let truth: CloudProvider | undefined;
    wire.begin({ seed, isBroken: isBroken(manner) }, service);
    const lag = isBroken(manner) ? 0 : lagSeconds;
    const opener = openerOver(wire, lag, (simulated) => {
      truth = simulated;
    });
    return {
      openers: [opener],
      ownCallers: callersOf(settingsFor(wire.endpoint).accounts),
      maxReceives: 100,
      log: wire.log,
      cloud: (inner) => inner,
      truth: () => {
        if (truth === undefined) throw new Error('the cloud is not open');
        return truth;
      },
    };
  },
});
