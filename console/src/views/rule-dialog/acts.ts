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
};

export const actWords: Readonly<Record<Act, ActWords>> = {
  enable: { title: 'Enable rule', verb: 'Enable', done: 'enabled' },
  modify: { title: 'Modify rule', verb: 'Modify', done: 'modified' },
  disable: { title: 'Disable rule', verb: 'Disable', done: 'disabled' },
  apply: {
    title: 'Apply to existing resources',
    verb: 'Apply',
    done: 'applied to existing resources',
  },
  plan: { title: 'Plan', verb: '', done: '' },
};

/** True where the dialog asks for the rule's setting. */
export const hasSetting = (act: Act): boolean =>
  act === 'enable' || act === 'modify' || act === 'plan';
