import { createHash, X509Certificate } from 'node:crypto';

/** What the hub needs to know of a client certificate. */
interface ShownCertificate {
  /** OIN of its holder; undefined when its subject names none. */
  readonly oin?: string;
  /** SHA-256 of the certificate in base64url, as `x5t#S256` has it (RFC 8705 §3.1). */
  readonly thumbprint: string;
}

const OIN = /^\d{20}$/;

/**
 * Reads a client certificate (PEM) that the gateway has checked. In PKIoverheid the serialNumber of the subject is the OIN.
 * A subject with several, or with anything else, names nobody. Undefined when it is no certificate.
 */
export const readCertificate = (pem: string): ShownCertificate | undefined => {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return undefined; // what is no certificate names nobody
  }
  const numbers = certificate.subject
    .split('\n')
    .flatMap((part) => (part.startsWith('serialNumber=') ? [part.slice('serialNumber='.length)] : []));
  const [number = '', ...more] = numbers;
  return {
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
    ...(more.length === 0 && OIN.test(number) ? { oin: number } : {}),
  };
};
