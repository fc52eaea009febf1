import { openAlibabaCloud } from '../../src/clouds/alibaba/open.ts';
import type { Opener } from '../../src/clouds/opener.ts';

/** How Alibaba Cloud itself is opened. */
export const openers: readonly Opener[] = [openAlibabaCloud];
export const simulators = openers;
