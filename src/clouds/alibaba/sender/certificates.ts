import { type KeyObject, X509Certificate } from 'node:crypto';
import { thrownMessage } from '../../../model/thrown-message.ts';
import type { SenderPlace } from '../../event-sender.ts';
import { supportedRegions } from '../regions.ts';
import { loadCertificate as loadFromNetwork } from './load-certificate.ts';

/** How long a certificate is believed, and how long it is not asked for again after that failed. Milliseconds. */
const believedMs = 60 * 60_000;
const restMs = 10_000;

/** There is one for each region, and a new one now and then. */
const mostKept = 100;

const fewestBits = 2048;

/** A certificate's key, or why there is none. */
export type CertificateKey =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'none'; readonly reason: string };

type Kept = { readonly found: Promise<CertificateKey>; readonly until: number };

const none = (reason: string): CertificateKey => ({ kind: 'none', reason });

/**
 * True for addresses that are the cloud's own: buckets of other names anybody can have.
 * @see https://www.alibabacloud.com/help/en/eventbridge/user-guide/signature-algorithm
 */
export const isOfCloud = (address: string): boolean => {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password, search, hash, href } = new URL(address);
  const [, region = ''] =
    /^([a-z0-9-]+)-eventbridge\.oss-accelerate\.aliyuncs\.com$/.exec(host) ?? [];
  return (
    protocol === 'https:' &&
    supportedRegions.has(region) &&
    [username, password, search, hash].every((part) => part === '') &&
    href === address
  );
};

/** The key of a certificate that counts now. */
const keyOf = (pem: string, now: number): CertificateKey => {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(pem);
    if (now < Date.parse(validFrom) || now > Date.parse(validTo)) {
      return none(`it counts from ${validFrom} to ${validTo}`);
    }
    const { asymmetricKeyType: type, asymmetricKeyDetails } = publicKey;
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    if (type !== 'rsa' || bits < fewestBits) {
      return none(`its key is ${type} of ${bits} bits; expected rsa of at least ${fewestBits}`);
    }
    return { kind: 'key', key: publicKey };
  } catch {
    return none('it is no certificate');
  }
};

/** Keeps the keys of certificates by their addresses. Whoever asks while one is fetched waits for the same one. */
export const createCertificates = ({
  clock,
  loadCertificate = loadFromNetwork,
}: SenderPlace): ((url: string) => Promise<CertificateKey>) => {
  const kept = new Map<string, Kept>();

  const load = async (url: string): Promise<CertificateKey> => {
    try {
      return keyOf(await loadCertificate(url), clock());
    } catch (error) {
      return none(thrownMessage(error));
    }
  };

  const keep = (url: string, entry: Kept): void => {
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(url, entry);
  };

  return async (url) => {
    const known = kept.get(url);
    if (known !== undefined && clock() < known.until) return known.found;
    const found = load(url);
    keep(url, { found, until: clock() + believedMs });
    if ((await found).kind === 'none') keep(url, { found, until: clock() + restMs });
    return found;
  };
};
