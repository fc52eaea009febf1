/**
 * What is done to a tag, in the words of the history: what a plan tells as coming, the history
 * tells as done.
 */
const words: Readonly<Record<string, string>> = {
  remove: 'removed',
  refuse: 'refused',
  keep: 'kept',
  close: 'closed',
};

/** An action of a plan as it is shown. */
export const shownAction = (action: string): string => words[action] ?? action;
