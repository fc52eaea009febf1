import { openAlibabaCloud } from '../../src/clouds/alibaba/open.ts';
import { openAlibabaSender } from '../../src/clouds/alibaba/sender/sender.ts';
import type { SenderOpener } from '../../src/clouds/event-sender.ts';
import type { Opener } from '../../src/clouds/opener.ts';

/** How Alibaba Cloud itself is opened. */
export const openers: readonly Opener[] = [openAlibabaCloud];
export const simulators = openers;
export const senders: readonly SenderOpener[] = [openAlibabaSender];
export const taggers: readonly Opener[] = [];
