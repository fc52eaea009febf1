import { describe, expect, it } from 'vitest';
import { allRegions } from '../../src/clouds/regions.ts';
import { writeRegions } from '../../src/clouds/regions-text.ts';
import { InvalidInputError } from '../../src/model/errors.ts';
import { environmentNames, readEnvironment } from '../../src/runtime/environment.ts';

const required = {
  HEIRTAG_STATE_TABLE: 'state',
  HEIRTAG_CHANGES_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/changes',
  HEIRTAG_DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/1/dead',
  HEIRTAG_BUS_NAME: 'bus',
};

const problemOf = (variables: Readonly<Record<string, string | undefined>>): string => {
  try {
    readEnvironment(variables);
    return 'none';
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    expect(error.code).toBe('InvalidEnvironment');
    return error.message;
  }
};

describe('the environment', () => {
  it('has defaults for all that can be left out', () => {
    expect(readEnvironment(required)).toEqual({
      ...required,
      HEIRTAG_STAGE: 'local',
      HEIRTAG_VERSION: 'unknown',
      HEIRTAG_PRODUCTION: 'false',
      HEIRTAG_ACCOUNT_IN_QUERY: 'true',
      HEIRTAG_MAX_RECEIVES: 100,
      HEIRTAG_RETRY_HOURS: 6,
      HEIRTAG_RETRY_SECONDS: 5,
      HEIRTAG_INLINE_HEIRS: 50,
      HEIRTAG_PARALLEL_RECONCILES: 100,
      HEIRTAG_WORKERS: 1,
      HEIRTAG_JOB_LANES: 1,
      HEIRTAG_JOB_RESOURCES_PER_SECOND: 50,
      HEIRTAG_INTENT_SECONDS: 30,
      HEIRTAG_HISTORY_DAYS: 90,
      HEIRTAG_CONTEST_REPAIRS: 3,
      HEIRTAG_CONTEST_MINUTES: 60,
      HEIRTAG_MAX_TAGS_PER_RESOURCE: 20,
      HEIRTAG_TAG_API_CALLS_PER_MINUTE: 600,
      HEIRTAG_EVENTS_OUT: new Set(),
      HEIRTAG_SINGLE_WORKER: 'false',
    });
  });

  it('is read as it is given, and the rest of the process environment is left alone', () => {
    const given = {
      ...required,
      HEIRTAG_STAGE: 'prod',
      HEIRTAG_SIMULATOR_TABLE: 'simulator',
      HEIRTAG_INTAKE_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:9324/1/intake',
      HEIRTAG_SINGLE_WORKER: 'true',
    };

    const environment = readEnvironment({
      ...given,
      HEIRTAG_MAX_RECEIVES: '1000',
      HEIRTAG_CLOUD_REGIONS: 'cn-hangzhou, cn-beijing',
      PATH: '/bin',
    });

    expect(environment).toMatchObject({ ...given, HEIRTAG_MAX_RECEIVES: 1000 });
    expect(environment.HEIRTAG_CLOUD_REGIONS?.get('alibaba')).toEqual(
      new Set(['cn-hangzhou', 'cn-beijing']),
    );
    expect(environment).not.toHaveProperty('PATH');
  });

  it('takes each region of each cloud', () => {
    const { HEIRTAG_CLOUD_REGIONS } = readEnvironment({
      ...required,
      HEIRTAG_CLOUD_REGIONS: writeRegions(allRegions),
    });

    expect(HEIRTAG_CLOUD_REGIONS).toEqual(allRegions);
  });

  it('names all missing variables at once', () => {
    expect(problemOf({})).toBe(
      `the environment is not usable: ${Object.keys(required)
        .map((name) => `${name} is missing`)
        .join('; ')}`,
    );
  });

  it('names all malformed and missing variables in one error, with what they hold', () => {
    const problem = problemOf({
      HEIRTAG_STATE_TABLE: '',
      HEIRTAG_CHANGES_QUEUE_URL: 'changes',
      HEIRTAG_DEAD_LETTER_QUEUE_URL: required.HEIRTAG_DEAD_LETTER_QUEUE_URL,
      HEIRTAG_MAX_RECEIVES: 'five',
      HEIRTAG_RETRY_SECONDS: '0',
      HEIRTAG_CLOUD_REGIONS: 'cn-hangzhou,mars-1',
      HEIRTAG_EVENTS_OUT: 'TagsChanged,Nothing',
      HEIRTAG_SINGLE_WORKER: 'yes',
    });

    const named = [...problem.matchAll(/HEIRTAG_\w+ is (?:missing|"[^"]*")/g)].map(
      ([text]) => text,
    );
    expect(named).toEqual([
      'HEIRTAG_STATE_TABLE is ""',
      'HEIRTAG_CHANGES_QUEUE_URL is "changes"',
      'HEIRTAG_CLOUD_REGIONS is "cn-hangzhou,mars-1"',
      'HEIRTAG_BUS_NAME is missing',
      'HEIRTAG_MAX_RECEIVES is "five"',
      'HEIRTAG_RETRY_SECONDS is "0"',
      'HEIRTAG_EVENTS_OUT is "TagsChanged,Nothing"',
      'HEIRTAG_SINGLE_WORKER is "yes"',
    ]);
    expect(problem).toContain('no cloud has "mars-1"; expected some of alibaba:');
  });

  it.each([
    ['HEIRTAG_MAX_RECEIVES', 1, 1000],
    ['HEIRTAG_RETRY_SECONDS', 1, 900],
    ['HEIRTAG_INLINE_HEIRS', 1, 500],
    ['HEIRTAG_PARALLEL_RECONCILES', 1, 500],
    ['HEIRTAG_WORKERS', 1, 1000],
    ['HEIRTAG_JOB_RESOURCES_PER_SECOND', 1, 10_000],
    ['HEIRTAG_INTENT_SECONDS', 20, 900],
    ['HEIRTAG_MAX_TAGS_PER_RESOURCE', 1, 200],
    ['HEIRTAG_TAG_API_CALLS_PER_MINUTE', 1, 100_000],
  ])('takes for %s whole numbers from %i to %i', (name, least, most) => {
    const problem = (value: string) => problemOf({ ...required, [name]: value });

    const good = [String(least), String(most)].map(problem);
    const bad = [String(least - 1), String(most + 1), '5.5', '', ' ', 'x', 'NaN', '-5'].map(
      problem,
    );

    expect(good).toEqual(['none', 'none']);
    for (const each of bad) expect(each).toContain(`${name} is "`);
  });

  it('is an error where a variable is there but empty', () => {
    for (const name of environmentNames) {
      expect(problemOf({ ...required, [name]: '' })).toContain(`${name} is "": `);
    }
  });
});
