import { expect, it } from 'vitest';
import { compareAccount, isChange } from '../../src/rules-file/compare.ts';
import { readRulesFile } from '../../src/rules-file/read-rules-file.ts';
import { writeRulesFile } from '../../src/rules-file/write-rules-file.ts';
import { fc } from '../properties.ts';
import { secondSeed } from '../reliability/seeds.ts';
import { accounts } from './chosen-accounts.ts';

it.each([20_261_126, secondSeed('HEIRTAG_RULES_FILE_SEED')])(
  'a rules file that was written of settings asks for nothing else, seed %i',
  (seed) => {
    fc.assert(
      fc.property(accounts, (chosen) => {
        const wanted = new Map(
          readRulesFile(writeRulesFile(chosen), 'rules.yaml').map((each) => [each.accountId, each]),
        );
        const changes = chosen.flatMap((current) => {
          const asked = wanted.get(current.accountId);
          return asked === undefined ? [] : [compareAccount(asked, current, true)];
        });

        expect([...wanted.keys()].toSorted()).toEqual(
          chosen.map(({ accountId }) => accountId).toSorted(),
        );
        expect(changes.filter(isChange)).toEqual([]);
      }),
      { seed, numRuns: 200 },
    );
  },
);
