import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** DUO's answers for one person by what follows `/personen/{bsn}/`. `null` takes an answer away. */
export const Antwoorden = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9/]*$/), z.unknown());
export type Antwoorden = z.infer<typeof Antwoorden>;

const Bestand = z.record(z.string(), Antwoorden);

/** What the stand-in answers from now on, per person. */
export interface Antwoordenboek {
  /** The answer, or undefined when nothing is set. */
  lees(bsn: string, sleutel: string): unknown;
  /** Adds to what was set before; resolves once it will survive a restart (when there is a directory). */
  zet(bsn: string, antwoorden: Antwoorden): Promise<void>;
}

const BESTANDSNAAM = 'duo-antwoorden.json';

const leesBestand = (pad: string): Record<string, Antwoorden> => {
  let inhoud: string;
  try {
    inhoud = readFileSync(pad, 'utf8');
  } catch (fout) {
    if (fout instanceof Error && 'code' in fout && fout.code === 'ENOENT') return {};
    throw fout;
  }
  return Bestand.parse(JSON.parse(inhoud));
};

/** Written beside it and renamed, so that a crash leaves the old file or the new one, never half of either. */
const schrijfAtomair = async (pad: string, inhoud: string): Promise<void> => {
  const nieuw = `${pad}.nieuw`;
  await writeFile(nieuw, inhoud, { mode: 0o600 });
  await rename(nieuw, pad);
};

/** Opens the book of answers: in memory, or in `dataDir` so that a restarted stand-in still knows them. */
export const openAntwoordenboek = (dataDir?: string): Antwoordenboek => {
  const pad = dataDir === undefined ? undefined : join(dataDir, BESTANDSNAAM);
  if (pad !== undefined) mkdirSync(dirname(pad), { recursive: true });
  const boek = new Map(Object.entries(pad === undefined ? {} : leesBestand(pad)));
  let lopend: Promise<void> | undefined;
  let volgende: Promise<void> | undefined;

  const schrijf = async (doel: string): Promise<void> => {
    await schrijfAtomair(doel, JSON.stringify(Object.fromEntries(boek)));
  };

  /** One write at a time; calls that come in meanwhile share the next one. */
  const bewaar = (doel: string): Promise<void> => {
    if (volgende !== undefined) return volgende;
    const vorige = lopend ?? Promise.resolve();
    const dezeKeer: Promise<void> = vorige
      .catch(() => undefined) // that write's own caller has heard of its failure
      .then(() => {
        volgende = undefined;
        lopend = dezeKeer;
        return schrijf(doel);
      });
    volgende = dezeKeer;
    return dezeKeer;
  };

  return {
    lees: (bsn, sleutel) => {
      const antwoorden = boek.get(bsn) ?? {};
      return Object.hasOwn(antwoorden, sleutel) ? antwoorden[sleutel] : undefined;
    },
    zet: async (bsn, antwoorden) => {
      const samen = { ...boek.get(bsn), ...antwoorden };
      boek.set(bsn, Object.fromEntries(Object.entries(samen).filter(([, antwoord]) => antwoord !== null)));
      if (pad !== undefined) await bewaar(pad);
    },
  };
};
