import { seenIn } from '../clouds/sights.ts';
import type { AccountSettings } from '../settings/settings.ts';
import { fingerprint, type Inputs } from './desired.ts';
import { readInputsAgain } from './observe.ts';
import type { Session } from './session.ts';

/**
 * True when the settings are those that the plan is based on. Asked after the rest was read, so that
 * tags stay when a rule is turned off before a detach.
 */
export const hasCurrentSettings = async (
  { settings }: Session,
  { accountId, version }: AccountSettings,
): Promise<boolean> => (await settings.read(accountId)).version === version;

/** True when what we based the plan on still asks for the same. */
export const isStillWanted = async (session: Session, inputs: Inputs): Promise<boolean> => {
  const settings = await session.settings.read(inputs.settings.accountId);
  const now = await readInputsAgain(session, inputs, settings);
  return now !== undefined && fingerprint(now) === fingerprint(inputs);
};

/** True when the cloud still does not show the resource. @throws why it cannot tell */
export const isStillGone = async ({ cloud, request: { arn } }: Session): Promise<boolean> =>
  seenIn(await cloud.describe([arn]), arn) === undefined;
