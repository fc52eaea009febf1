import { openClient, openWireClient } from './client.ts';
import { storyLines, summaryLine } from './report.ts';
import { scenarios } from './scenarios.ts';
import { isAllRight, type Moment, playStory } from './story.ts';

export type Stage = {
  readonly print: (line: string) => void;
  /** Waits a moment between two looks. */
  readonly pause: () => Promise<void>;
  /** Calls the cloud as its own clients do; by the service's own API unless set. */
  readonly isOverWire?: boolean;
};

/** Each rule plays on an account of its own, so that no story disturbs another. */
const accountFor = (index: number): string => String(2_000_000_000_000_000 + index);

/** The accounts of all stories. */
export const demoAccounts: readonly string[] = scenarios.map((_, index) => accountFor(index));

/** Plays every rule's story on the runner at `url`, and tells each moment. @returns whether all was right */
export const playAll = async (url: string, stage: Stage): Promise<boolean> => {
  const { print, pause, isOverWire = false } = stage;
  const open = isOverWire ? openWireClient : openClient;
  const how = isOverWire ? ", called as the cloud's own clients call it" : '';
  print(
    `Heirtag demo: the product page's story for each of ${scenarios.length} rules, on ${url}${how}\n`,
  );
  const stories: (readonly Moment[])[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const moments = await playStory(open(url, accountFor(index), pause), scenario);
    stories.push(moments);
    print(storyLines(scenario, moments).join('\n'));
  }
  print(summaryLine(stories));
  return stories.every(isAllRight);
};
