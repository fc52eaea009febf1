import { openAlibaba } from '../../src/clouds/alibaba/simulator/open.ts';
import { openWholeAlibaba } from '../../src/clouds/alibaba/simulator/open-whole.ts';
import type { SenderOpener } from '../../src/clouds/event-sender.ts';
import type { Opener } from '../../src/clouds/opener.ts';

/** How the simulated cloud is opened. */
export const openers: readonly Opener[] = [openAlibaba];
export const simulators: readonly Opener[] = [openWholeAlibaba];
export const senders: readonly SenderOpener[] = [];
export const taggers: readonly Opener[] = [openAlibaba];
