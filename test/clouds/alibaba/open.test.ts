import { expect, it } from 'vitest';
import { openAlibabaCloud } from '../../../src/clouds/alibaba/open.ts';
import type { Place } from '../../../src/clouds/opener.ts';
import { InvalidInputError } from '../../../src/model/errors.ts';

const placeWith = (settings: unknown): Place => ({
  simulatorTable: undefined,
  bus: { publish: async () => {} },
  clock: Date.now,
  newId: () => 'id',
  pause: async () => {},
  maxTagsPerResource: () => 20,
  callLimits: undefined,
  onUnknownError: () => {},
  settingsOf: (cloud) => (cloud === 'alibaba' ? settings : undefined),
  rulesOn: async () => new Set(),
});

it('opens nothing where the settings say nothing of it', () => {
  expect(openAlibabaCloud.open(placeWith(undefined))).toBeUndefined();
});

it('opens a cloud that is not simulated, and asks AWS nothing before it is needed', () => {
  const account = { accountId: '1000000000000001', accessKeySecret: 'heirtag/alibaba' };

  const opened = openAlibabaCloud.open(placeWith({ accounts: [account] }));

  expect(opened?.simulator).toBeUndefined();
  expect(opened?.provider.readLagSeconds).toBe(30);
});

it('says what is wrong with its settings', () => {
  const open = () => openAlibabaCloud.open(placeWith({ accounts: [], endpoint: 'nowhere' }));

  expect(open).toThrow(InvalidInputError);
  expect(open).toThrow(/accounts: .*endpoint: /);
});
