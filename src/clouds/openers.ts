import { openAlibabaSender } from './alibaba/sender/sender.ts';
import { openAlibaba } from './alibaba/simulator/open.ts';
import { openWholeAlibaba } from './alibaba/simulator/open-whole.ts';
import { openWire } from './alibaba/wire/wire.ts';
import type { SenderOpener } from './event-sender.ts';
import type { Opener } from './opener.ts';
import type { WireOpener } from './wire.ts';

/** How the clouds are opened. Apart from what is known of them, which is all that most programs need. */
export const openers: readonly Opener[] = [openAlibaba];

/** The same for programs in which a simulated cloud takes every call, not only those of tags. */
export const simulators: readonly Opener[] = [openWholeAlibaba];

/** Simulated clouds alone, for programs that call no other; they take calls of tags. */
export const taggers: readonly Opener[] = [openAlibaba];

/** How simulated clouds are called by their own clients. */
export const wires: readonly WireOpener[] = [openWire];

/** How deliveries of the clouds' own event services are known. */
export const senders: readonly SenderOpener[] = [openAlibabaSender];
