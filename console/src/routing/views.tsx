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
  {
    path: ['resources'],
    title: 'Resources',
    section: 'Inheritance',
    key: 's',
    Page: lazy(async () => ({ default: (await import('../views/resources/resources')).Resources })),
    One: lazy(async () => ({
      default: (await import('../views/resource/resource-page')).ResourcePage,
    })),
  },
  {
    path: ['contested'],
    title: 'Contested',
    section: 'Inheritance',
    key: 'c',
    Page: lazy(async () => ({ default: (await import('../views/contested/contested')).Contested })),
  },
  {
    path: ['history'],
    title: 'History',
    section: 'Inheritance',
    key: 'h',
    Page: lazy(async () => ({ default: (await import('../views/history/history')).History })),
  },
  {
    path: ['jobs'],
    title: 'Jobs',
    section: 'Operations',
    key: 'j',
    Page: lazy(async () => ({ default: (await import('../views/jobs/jobs')).Jobs })),
    One: lazy(async () => ({ default: (await import('../views/jobs/job-page')).JobPage })),
  },
  {
    path: ['dead-letters'],
    title: 'Dead letters',
    section: 'Operations',
    key: 'd',
    Page: lazy(async () => ({
      default: (await import('../views/dead-letters/dead-letters')).DeadLetters,
    })),
  },
  {
    path: ['events'],
    title: 'Send events',
    section: 'Operations',
    key: 'e',
    Page: lazy(async () => ({ default: (await import('../views/events/events')).Events })),
  },
  {
    path: ['access-keys'],
    title: 'Access keys',
    section: 'Administration',
    key: 'k',
    Page: lazy(async () => ({
      default: (await import('../views/access-keys/access-keys')).AccessKeys,
    })),
  },
  {
    path: ['audit'],
    title: 'Audit',
    section: 'Administration',
    key: 'a',
    Page: lazy(async () => ({ default: (await import('../views/audit/audit')).Audit })),
  },
];

/** The view that an address names; undefined when there is none. */
export const findView = (parts: readonly string[]): View | undefined =>
  views.find(({ path, One }) => {
    const isBelow = parts.length === path.length + 1 && One !== undefined && path.length > 0;
    const isHere = parts.length === path.length;
    return (isHere || isBelow) && path.every((part, index) => part === parts[index]);
  });
