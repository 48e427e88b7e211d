import * as z from 'zod';
import type { DuoInstellingen } from '../../adapters/duo.ts';

const Certificaat = z.object({ cert: z.string().min(1), key: z.string().min(1), ca: z.string().optional() });

/** The secret with the client certificate as JSON (`cert`, `key`, `ca`). An error shows nothing of it. */
export const leesCertificaat = (geheim: string): NonNullable<DuoInstellingen['certificaat']> => {
  let json: unknown;
  try {
    json = JSON.parse(geheim);
  } catch {
    // The message of a syntax error holds a part of the text.
    throw new Error('het certificaat voor DUO is geen JSON');
  }
  const { ca, ...certificaat } = Certificaat.parse(json);
  return ca === undefined ? certificaat : { ...certificaat, ca };
};
