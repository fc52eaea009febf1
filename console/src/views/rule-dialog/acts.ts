/** What the dialog does to rules; the address names it. */
export const acts = ['enable', 'modify', 'disable', 'apply', 'plan'] as const;
export type Act = (typeof acts)[number];

export type ActWords = {
  /** "Enable rule" */
  readonly title: string;
  /** The button that does it. */
  readonly verb: string;
  /** Told afterwards: "enabled". */
  readonly done: string;
  /** What it means that no tag changes. */
  readonly noEffect: string;
};

const onlyLater =
  'It acts on later events only. Apply it to existing resources to change what is there.';

export const actWords: Readonly<Record<Act, ActWords>> = {
  enable: { title: 'Enable rule', verb: 'Enable', done: 'enabled', noEffect: onlyLater },
  modify: { title: 'Modify rule', verb: 'Modify', done: 'modified', noEffect: onlyLater },
  disable: {
    title: 'Disable rule',
    verb: 'Disable',
    done: 'disabled',
    noEffect: 'Inherited tags stay as they are.',
  },
  apply: {
    title: 'Apply to existing resources',
    verb: 'Apply',
    done: 'applied to existing resources',
    noEffect: 'Everything there is has the tags that it should have.',
  },
  plan: { title: 'Plan', verb: '', done: '', noEffect: onlyLater },
};

/** True where the dialog asks for the rule's setting. */
export const hasSetting = (act: Act): boolean =>
  act === 'enable' || act === 'modify' || act === 'plan';
