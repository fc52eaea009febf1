import { openAlibaba } from './alibaba/simulator/open.ts';
import { openWholeAlibaba } from './alibaba/simulator/open-whole.ts';
import type { Opener } from './opener.ts';

/** How the clouds are opened. Apart from what is known of them, which is all that most programs need. */
export const openers: readonly Opener[] = [openAlibaba];

/** The same for programs in which a simulated cloud takes every call, not only those of tags. */
export const simulators: readonly Opener[] = [openWholeAlibaba];
