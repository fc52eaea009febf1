import type { TagList } from './client.ts';
import type { Scenario } from './scenarios.ts';
import type { Moment } from './story.ts';

const tell = (tags: TagList): string =>
  Object.entries(tags)
    .sort()
    .map(([key, value]) => `${key}:${value}`)
    .join(' ') || '(no tags)';

/** Lines of a readable table: what happened, what the associated resource's tags were, right or wrong. */
export const storyLines = (scenario: Scenario, moments: readonly Moment[]): readonly string[] => {
  const width = Math.max(...moments.map(({ what }) => what.length));
  return [
    `${scenario.title}`,
    `  ${scenario.settingName}`,
    ...moments.map(({ what, expected, actual, isRight }) =>
      isRight
        ? `  ok    ${what.padEnd(width)}  ${tell(actual)}`
        : `  WRONG ${what.padEnd(width)}  ${tell(actual)}, expected ${tell(expected)}`,
    ),
    '',
  ];
};

/** The last line: how many moments there were, and how many were wrong. */
export const summaryLine = (stories: readonly (readonly Moment[])[]): string => {
  const moments = stories.flat();
  const wrong = moments.filter(({ isRight }) => !isRight).length;
  return `${stories.length} rules, ${moments.length} moments, ${wrong === 0 ? 'all right' : `${wrong} WRONG`}`;
};
