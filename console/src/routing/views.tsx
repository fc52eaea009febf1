import { type ComponentType, lazy } from 'react';

/** A view: where it is, what it is called, and how it is reached. */
export type View = {
  readonly path: readonly string[];
  readonly title: string;
  readonly section: 'Inheritance' | 'Operations' | 'Administration';
  /** Goes there after `g`. */
  readonly key: string;
  readonly Page: ComponentType;
  /** Shows one of what the view lists, named by what follows in the address. */
  readonly One?: ComponentType<{ readonly name: string }>;
};

export const views: readonly View[] = [
  {
    path: [],
    title: 'Overview',
    section: 'Inheritance',
    key: 'o',
    Page: lazy(async () => ({ default: (await import('../views/overview/overview')).Overview })),
  },
  {
    path: ['rules'],
    title: 'Rules',
    section: 'Inheritance',
    key: 'r',
    Page: lazy(async () => ({ default: (await import('../views/rules/rules')).Rules })),
    One: lazy(async () => ({ default: (await import('../views/rule/rule-page')).RulePage })),
  },
];

/** The view that an address names; undefined when there is none. */
export const findView = (parts: readonly string[]): View | undefined =>
  views.find(({ path, One }) => {
    const isBelow = parts.length === path.length + 1 && One !== undefined && path.length > 0;
    const isHere = parts.length === path.length;
    return (isHere || isBelow) && path.every((part, index) => part === parts[index]);
  });
