import type { SenderOpener } from '../../../src/clouds/event-sender.ts';
import type { Opener } from '../../../src/clouds/opener.ts';
import type { WireOpener } from '../../../src/clouds/wire.ts';
import { openToys } from './toy-room.ts';

/** What `#openers` stands for in the tests of this folder. */
export const openers: readonly Opener[] = [openToys];

export const simulators = openers;
export const taggers = openers;

export const wires: readonly WireOpener[] = [];
export const senders: readonly SenderOpener[] = [];
