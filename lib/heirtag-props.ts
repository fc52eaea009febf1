import type { Construct } from 'constructs';
import { InvalidInputError } from '../src/model/errors.ts';
import type { HeirtagProps } from './heirtag.ts';
import { assertStageName, parseStageSettings } from './read-stage-settings.ts';
import type { StageSettings } from './stage-settings.ts';

type Own = Pick<HeirtagProps, 'bus' | 'table' | 'alarmTopic'>;

/** Settings that say what a thing of the service's own is like, and nothing where somebody brings theirs. */
const pointlessWith = {
  bus: ['busName', 'archiveDays', 'sourceAccounts', 'sourceOrganization'],
  table: ['restoredStateTable'],
} as const satisfies Readonly<Record<string, readonly (keyof StageSettings)[]>>;

const pointlessOf = (own: Own, raw: object): readonly string[] =>
  (['bus', 'table'] as const).flatMap((name) =>
    pointlessWith[name]
      .filter((setting) => own[name] !== undefined && setting in raw)
      .map((setting) => `${setting}: says what the ${name} is like, but the ${name} is yours`),
  );

/**
 * Reads what a service is told to be like.
 * @throws InvalidInputError `InvalidStageSettings` that names every wrong setting
 */
export const readProps = (
  { node }: Construct,
  { stage, bus, table, alarmTopic, ...raw }: HeirtagProps,
): { readonly stage: string; readonly settings: StageSettings; readonly own: Own } => {
  assertStageName(stage);
  const own = { bus, table, alarmTopic };
  const settings = parseStageSettings(raw, node.path, alarmTopic !== undefined);
  const pointless = pointlessOf(own, raw);
  if (pointless.length === 0) return { stage, settings, own };
  throw new InvalidInputError({
    code: 'InvalidStageSettings',
    message: [
      'the stage settings are not usable:',
      ...pointless.map((problem) => `${node.path}.${problem}`),
    ].join('\n  '),
  });
};
