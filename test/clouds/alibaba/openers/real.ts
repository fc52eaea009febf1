import { openAlibabaCloud } from '../../../../src/clouds/alibaba/open.ts';
import type { SenderOpener } from '../../../../src/clouds/event-sender.ts';
import type { Opener } from '../../../../src/clouds/opener.ts';
import type { WireOpener } from '../../../../src/clouds/wire.ts';

/** The lists of a stage that touches Alibaba Cloud itself. */
export const openers: readonly Opener[] = [openAlibabaCloud];
export const simulators: readonly Opener[] = [];
export const wires: readonly WireOpener[] = [];
export const senders: readonly SenderOpener[] = [];
