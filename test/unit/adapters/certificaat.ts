import { generateKeyPairSync, sign } from 'node:crypto';

/** Self-signed certificates for tests of mutual TLS: just enough DER (X.509 v3) by hand. */

const tlv = (tag: number, ...delen: readonly Uint8Array[]): Buffer => {
  const inhoud = Buffer.concat(delen);
  const { length } = inhoud;
  const lengte = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...lengte]), inhoud]);
};
const reeks = (...delen: readonly Uint8Array[]) => tlv(0x30, ...delen);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const bits = (inhoud: Uint8Array) => tlv(0x03, Buffer.from([0]), inhoud);
const tijd = (datum: Date) =>
  tlv(0x17, Buffer.from(`${datum.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));

const ECDSA_SHA256 = reeks(oid('2a8648ce3d040302'));
const LOCALHOST_EN_127_0_0_1 = reeks(
  tlv(0x82, Buffer.from('localhost')),
  tlv(0x87, Buffer.from([127, 0, 0, 1])),
);

const pem = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

/** Key and certificate for this name, valid from an hour ago until in an hour. */
export const maakCertificaat = (naam: string): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const wie = reeks(tlv(0x31, reeks(oid('550403'), tlv(0x0c, Buffer.from(naam)))));
  const uur = 3_600_000;
  const inhoud = reeks(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    wie,
    reeks(tijd(new Date(Date.now() - uur)), tijd(new Date(Date.now() + uur))),
    wie,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, reeks(reeks(oid('551d11'), tlv(0x04, LOCALHOST_EN_127_0_0_1)))),
  );
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(reeks(inhoud, ECDSA_SHA256, bits(sign('sha256', inhoud, privateKey)))),
  };
};
