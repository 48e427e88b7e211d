import * as z from 'zod';

const Certificate = z.object({ cert: z.string().min(1), key: z.string().min(1), ca: z.string().optional() });

/** A client certificate of the hub, PEM; `ca` when the other side's own certificate needs it. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

/** The secret with the client certificate as JSON (`cert`, `key`, `ca`). An error shows nothing of it. */
export const readCertificate = (secret: string): Certificate => {
  let json: unknown;
  try {
    json = JSON.parse(secret);
  } catch {
    // The message of a syntax error holds a part of the text.
    throw new Error('het clientcertificaat is geen JSON');
  }
  const { ca, ...certificate } = Certificate.parse(json);
  return ca === undefined ? certificate : { ...certificate, ca };
};
