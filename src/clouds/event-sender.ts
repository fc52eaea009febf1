import type { Clock } from '../model/clock.ts';

/** A call that brings events, as it came. */
export type Delivery = {
  /** Addresses that its sender may have called: what stands before a server is not known to it. */
  readonly urls: readonly string[];
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
};

/** What a delivery shows of who sent it. */
export type Proof =
  | {
      readonly kind: 'sender';
      /** Nobody may show it twice. */
      readonly nonce: string;
    }
  | {
      readonly kind: 'stranger';
      readonly code: string;
      /** What is wrong, and what would be right; it holds nothing that is secret. */
      readonly reason: string;
    };

/** How a cloud's own event service shows that a delivery is its. */
export type EventSender = {
  /** The cloud's name. */
  readonly cloud: string;
  /** True for a delivery that claims to be signed. */
  readonly isSigned: (delivery: Delivery) => boolean;
  /** @param isToken whether a text is one that the stage and its senders alone know */
  readonly prove: (delivery: Delivery, isToken: (shown: string) => boolean) => Promise<Proof>;
};

/** What a process gives a sender's check. */
export type SenderPlace = {
  readonly clock: Clock;
  /** Fetches a certificate by its address, PEM; from the network unless given. */
  readonly loadCertificate?: (url: string) => Promise<string>;
};

/** How the check is made. */
export type SenderOpener = (place: SenderPlace) => EventSender;
