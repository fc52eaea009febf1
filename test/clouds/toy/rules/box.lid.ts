import type { Rule } from '../../../../src/clouds/cloud.ts';

/** Toy-Box → Toy-Lid. */
export const boxToLid: Rule = {
  settingName: 'rule:PutOn-TakeOff-Paint:Toy-Box:Toy-Lid',
  primary: 'Toy-Box',
  associated: 'Toy-Lid',
  calls: ['PutOn', 'TakeOff'],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
};
