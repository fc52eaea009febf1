import { describe, expect, it } from 'vitest';
import { scenarios } from '../../src/clouds/alibaba/demo/scenarios.ts';
import { type Moment, playStory } from '../../src/clouds/alibaba/demo/story.ts';
import { ownRules } from '../default-rules.ts';
import { useRunner } from './path-fixture.ts';

const openClient = useRunner();

const wrongOf = (moments: readonly Moment[]): readonly Moment[] =>
  moments.filter(({ isRight }) => !isRight);

describe('bus → queue → handler → DynamoDB → tags', () => {
  it('has a story for every rule of the catalogue', () => {
    expect(scenarios.map(({ settingName }) => settingName)).toEqual(
      ownRules.map(({ settingName }) => settingName),
    );
  });

  it.each(scenarios.map((scenario) => ({ scenario, title: scenario.title })))(
    '$title: inherits, follows, loses a removed key, parts, keeps to chosen keys, rests when disabled',
    async ({ scenario }) => {
      const moments = await playStory(openClient(), scenario);

      expect(wrongOf(moments)).toEqual([]);
      expect(moments.length).toBe(scenario.part === undefined ? 5 : 6);
    },
  );
});
