import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const lengthOf = (bytes: number): Buffer => {
  if (bytes < 128) return Buffer.from([bytes]);
  const digits = Buffer.from(bytes.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x82]), digits]);
};

/** One value of DER. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat([...parts]);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.byteLength), content]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

const sha256WithRsa = sequence(identifier('2a864886f70d01010b'), der(0x05));
const name = sequence(
  der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from('eventbridge')))),
);

/** As DER writes a time of these centuries. */
const time = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`));

export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

export const newKeyPair = (modulusLength = 2048): KeyPair =>
  generateKeyPairSync('rsa', { modulusLength });

/** A certificate of a key, signed by itself, PEM. @param until when it ends; a day later unless given */
export const selfSigned = (
  { publicKey, privateKey }: KeyPair,
  from: number,
  until = from + 86_400_000,
): string => {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('RSA-SHA256', body, privateKey));
  const text = sequence(body, sha256WithRsa, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${text.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
};
