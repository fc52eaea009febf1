import { openAlibaba } from '../../../../src/clouds/alibaba/simulator/open.ts';
import type { SenderOpener } from '../../../../src/clouds/event-sender.ts';
import type { Opener } from '../../../../src/clouds/opener.ts';
import type { WireOpener } from '../../../../src/clouds/wire.ts';

/** The lists of a stage that touches the simulated Alibaba Cloud. */
export const openers: readonly Opener[] = [openAlibaba];
export const simulators: readonly Opener[] = [];
export const wires: readonly WireOpener[] = [];
export const senders: readonly SenderOpener[] = [];
