import type { SettingName } from './cloud.ts';

/** What came of looking at one thing that a stage needs. */
export type Finding = {
  /** What was looked at, the same word for all of a kind: `trail`. */
  readonly check: string;
  /** Whose it is, or where: `account 1, region x`. */
  readonly where: string;
  /** `mend`: something is missing. `unknown`: it could not be looked at, which says nothing of how it is. */
  readonly state: 'fine' | 'mend' | 'unknown';
  /** How it is, in plain words. */
  readonly says: string;
  /** What to do about it; null where nothing needs to be done. */
  readonly mend: string | null;
};

/** The stage that is looked at, and what it is looked at with. */
export type Examined = {
  readonly stage: string;
  /** Region of AWS that the stage lives in; undefined where nobody said. */
  readonly region: string | undefined;
  /** Profile of the operator's credentials; undefined for what the environment says. */
  readonly profile: string | undefined;
  /** Name of a role that the operator may take in other accounts; undefined where there is none. */
  readonly roleElsewhere: string | undefined;
  /** Names of the rules that are on, by account; undefined where nobody could tell. */
  readonly rulesOn: ReadonlyMap<string, ReadonlySet<SettingName>> | undefined;
};

/** Looks at what a cloud needs outside of the service: roles, trails, event rules. It changes nothing. */
export type Doctor = {
  /** The cloud's name. */
  readonly cloud: string;
  readonly examine: (examined: Examined) => Promise<readonly Finding[]>;
};

/** A finding of something that is as it should be. */
export const fine = (check: string, where: string, says: string): Finding => ({
  check,
  where,
  state: 'fine',
  says,
  mend: null,
});

/** A finding of something that is missing. @param told how it is, and how to mend it */
export const toMend = (
  check: string,
  where: string,
  told: Pick<Finding, 'says'> & { readonly mend: string },
): Finding => ({ check, where, state: 'mend', ...told });

/** A finding of something that could not be looked at. @param told why, and what would let it be looked at */
export const unknown = (
  check: string,
  where: string,
  told: Pick<Finding, 'says'> & { readonly mend: string },
): Finding => ({ check, where, state: 'unknown', ...told });
