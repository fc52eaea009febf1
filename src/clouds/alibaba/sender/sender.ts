import { verify } from 'node:crypto';
import { cutText } from '../../../model/cut-text.ts';
import type { Delivery, Proof, SenderOpener } from '../../event-sender.ts';
import { createCertificates, isOfCloud } from './certificates.ts';
import { signatureHeader, signedHeaders, signedTexts } from './signed-text.ts';

/** How far a delivery's clock may be from ours, either way. Milliseconds. */
const clockWindowMs = 60_000;

const longestShown = 200;

const stranger = (code: string, reason: string): Proof => ({ kind: 'stranger', code, reason });

/** What is wrong with what a delivery says of its signature; undefined where nothing is. */
const problemOf = ({ header }: Delivery, now: number): Proof | undefined => {
  const [method, version] = [header(signedHeaders.method), header(signedHeaders.version)];
  if (method !== 'SHA256' || version !== '1.0') {
    const shown = cutText(`${method} ${version}`, longestShown);
    return stranger('SignatureUnknown', `it is signed by ${shown}; expected SHA256 1.0`);
  }
  const timestamp = header(signedHeaders.timestamp) ?? '';
  if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > clockWindowMs) {
    const shown = cutText(timestamp, longestShown);
    return stranger(
      'SignatureExpired',
      `it was signed at "${shown}", and here it is ${now}; a minute is allowed, in milliseconds`,
    );
  }
  return undefined;
};

/**
 * How EventBridge of Alibaba Cloud shows that a delivery is its: a signature by a key that only it has, over
 * address, time, body and the target's token. The token comes first: anybody can let EventBridge send what they
 * like, so that the signature alone says little, and nothing is fetched for who does not know the token.
 */
export const openAlibabaSender: SenderOpener = (place) => {
  const keyAt = createCertificates(place);
  return {
    cloud: 'alibaba',
    isSigned: ({ header }) => header(signatureHeader) !== undefined,
    prove: async (delivery, isToken) => {
      const { header } = delivery;
      const problem = problemOf(delivery, place.clock());
      if (problem !== undefined) return problem;
      if (!isToken(header(signedHeaders.token) ?? '')) {
        return stranger('TokenWrong', `${signedHeaders.token} is not the token of this stage`);
      }
      const url = header(signedHeaders.url) ?? '';
      if (!isOfCloud(url)) {
        const shown = cutText(url, longestShown);
        return stranger('CertificateForeign', `${shown} is no address of the cloud's certificates`);
      }
      const found = await keyAt(url);
      if (found.kind === 'none') {
        return stranger('CertificateUnusable', `the certificate ${url}: ${found.reason}`);
      }
      const given = header(signatureHeader) ?? '';
      const signature = Buffer.from(given, 'base64');
      const isSigned = signedTexts(delivery).some((text) =>
        verify('RSA-SHA256', text, found.key, signature),
      );
      if (!isSigned) return stranger('SignatureDoesNotMatch', 'the signature is not of this body');
      // By its bytes: the same signature can be written in several ways.
      return { kind: 'sender', nonce: signature.toString('base64') };
    },
  };
};
