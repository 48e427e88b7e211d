import { maakPseudoniemen, volgendGeheim } from '../../../../adapters/pseudoniemen.ts';
import { type OmsleutelBron, type Omsleuteling, sleutelLogboekenOm } from './rekey-logs.ts';

/** Re-keying, step by step. Where it was stopped follows from the versions of the secret, so it can be repeated. */

/** The versions of the secret: the one in use and, during a re-keying, the one that comes after it. */
export interface Geheimkluis {
  versies(): Promise<{ readonly huidig: string; readonly wachtend?: string }>;
  lees(versie: string): Promise<string>;
  /** A value that nobody uses yet (AWSPENDING). */
  legKlaar(geheim: string): Promise<void>;
  /** The pending version becomes the current one, at once for everybody who asks from then on. */
  wissel(van: string, naar: string): Promise<void>;
  /** Nothing is pending any more: the re-keying is over. */
  rondAf(versie: string): Promise<void>;
}

/** The functions that make keys of numbers. */
export interface Verwerking {
  /** Nothing is taken from the queues of coa, brp and duo; what was in hand is done. */
  pauzeer(): Promise<void>;
  /** No instance of a function goes on with a secret that it read before. */
  ververs(versie: string): Promise<void>;
  hervat(): Promise<void>;
}

export interface OmsleutelWereld {
  readonly bron: OmsleutelBron;
  readonly kluis: Geheimkluis;
  readonly verwerking: Verwerking;
  readonly nieuweSleutel: () => string;
  readonly opStap: (stap: string) => void;
}

export type OmsleutelUitkomst =
  | ({ readonly soort: 'klaar' } & Partial<Omsleuteling>)
  /** Nothing was switched: processing goes on under the old secret. */
  | ({ readonly soort: 'niet gewisseld' } & Omsleuteling);

/** Only what happens after the switch: fresh instances first, then the queues. */
const rondAf = async ({ kluis, verwerking, opStap }: OmsleutelWereld, versie: string): Promise<void> => {
  opStap('functions start anew with the new secret');
  await verwerking.ververs(versie);
  opStap('processing goes on');
  await verwerking.hervat();
  await kluis.rondAf(versie);
};

/**
 * Puts the logs under a new secret and then switches to it, with the processing paused: while it stands still nobody
 * begins a log, so every person has one. Messages wait in their queues meanwhile; the API goes on.
 */
export const omsleutelen = async (wereld: OmsleutelWereld): Promise<OmsleutelUitkomst> => {
  const { bron, kluis, verwerking, nieuweSleutel, opStap } = wereld;
  const begin = await kluis.versies();
  // First of all: who cuts this off must have read it.
  opStap('processing of coa, brp and duo is paused until this is done; when it is cut off, repeat it');
  if (begin.wachtend !== undefined && begin.wachtend === begin.huidig) {
    // An earlier run switched, and stopped right after it.
    await verwerking.pauzeer();
    await rondAf(wereld, begin.huidig);
    return { soort: 'klaar' };
  }
  await verwerking.pauzeer();
  if (begin.wachtend === undefined) {
    await kluis.legKlaar(volgendGeheim(await kluis.lees(begin.huidig), nieuweSleutel()));
  }
  const { huidig, wachtend } = await kluis.versies();
  if (wachtend === undefined) throw new Error('the new version of the secret is not there');
  opStap('logs are put under the new secret');
  const omsleuteling = await sleutelLogboekenOm(bron, maakPseudoniemen(await kluis.lees(wachtend)));
  if (omsleuteling.zonderNummer.length + omsleuteling.botsingen.length > 0) {
    await verwerking.hervat();
    return { soort: 'niet gewisseld', ...omsleuteling };
  }
  opStap('the new secret is the current one');
  await kluis.wissel(huidig, wachtend);
  await rondAf(wereld, wachtend);
  return { soort: 'klaar', ...omsleuteling };
};
