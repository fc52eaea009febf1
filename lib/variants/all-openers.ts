import { openAlibabaCloud } from '../../src/clouds/alibaba/open.ts';
import { openAlibabaSender } from '../../src/clouds/alibaba/sender/sender.ts';
import { openAlibaba } from '../../src/clouds/alibaba/simulator/open.ts';
import { openWholeAlibaba } from '../../src/clouds/alibaba/simulator/open-whole.ts';
import { openAws } from '../../src/clouds/aws/open.ts';
import type { SenderOpener } from '../../src/clouds/event-sender.ts';
import type { Opener } from '../../src/clouds/opener.ts';

/** How several clouds are opened; a simulated one before the real one of its name. */
export const openers: readonly Opener[] = [openAlibaba, openAlibabaCloud, openAws];
export const simulators: readonly Opener[] = [openWholeAlibaba, openAlibabaCloud, openAws];
export const senders: readonly SenderOpener[] = [openAlibabaSender];
export const taggers: readonly Opener[] = [openAlibaba];
