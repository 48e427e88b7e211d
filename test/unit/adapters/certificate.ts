import { generateKeyPairSync, sign } from 'node:crypto';

/** Self-signed certificates for tests of mutual TLS: just enough DER (X.509 v3) by hand. */

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const lengthValue =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...lengthValue]), content]);
};
const series = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const bits = (content: Uint8Array) => tlv(0x03, Buffer.from([0]), content);
const time = (datum: Date) =>
  tlv(0x17, Buffer.from(`${datum.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));

const ECDSA_SHA256 = series(oid('2a8648ce3d040302'));
const LOCALHOST_AND_127_0_0_1 = series(
  tlv(0x82, Buffer.from('localhost')),
  tlv(0x87, Buffer.from([127, 0, 0, 1])),
);

const pem = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

/** A key and a certificate for this name (and OIN, as PKIoverheid writes it), valid from an hour ago until an hour from now. */
export const createCertificate = (
  name: string,
  oin?: string,
): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const part = (type: string, text: string) => tlv(0x31, series(oid(type), tlv(0x0c, Buffer.from(text))));
  const whom = series(part('550403', name), ...(oin === undefined ? [] : [part('550405', oin)]));
  const hour = 3_600_000;
  const content = series(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    whom,
    series(time(new Date(Date.now() - hour)), time(new Date(Date.now() + hour))),
    whom,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, series(series(oid('551d11'), tlv(0x04, LOCALHOST_AND_127_0_0_1)))),
  );
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(series(content, ECDSA_SHA256, bits(sign('sha256', content, privateKey)))),
  };
};
