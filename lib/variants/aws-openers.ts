import { openAws } from '../../src/clouds/aws/open.ts';
import type { SenderOpener } from '../../src/clouds/event-sender.ts';
import type { Opener } from '../../src/clouds/opener.ts';

/** How AWS is opened. */
export const openers: readonly Opener[] = [openAws];
export const simulators = openers;
export const senders: readonly SenderOpener[] = [];
export const taggers: readonly Opener[] = [];
