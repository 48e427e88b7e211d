import type { Brief, Dodebrieven } from '../../adapters/dodebrieven.ts';

/** Moving dead letters back: what to do with each of them, whatever kind of queue they lie in. */

export type RedenGelaten = 'te vroeg' | 'teruggekomen' | 'ander doel' | 'na een eerdere van dezelfde zaak';

/** What a run did in one place. */
export interface Verslag {
  readonly verplaatst: number;
  readonly gelaten: Readonly<Partial<Record<RedenGelaten, number>>>;
  readonly mislukt: number;
  /** Sent, but not removed from the dead letters: they will be sent once more, and be ignored. */
  readonly dubbel: number;
  /** False when time ran out before the place was empty. */
  readonly klaar: boolean;
}

export interface RedriveOpties {
  /** `<run id> <time>`, on every message that is moved. */
  readonly stempel: string;
  readonly perSeconde: number;
  readonly pauze: (ms: number) => Promise<unknown>;
  /** Asked before each batch. */
  readonly magDoor?: () => boolean;
}

/** What stays comes into view again after a while: so many batches in a row without anything new are the end. */
const HOOGSTENS_BEKEND = 20;

/** In this order; within one round at most one letter of each group. */
const rondes = <B extends Brief>(brieven: readonly B[]): readonly (readonly B[])[] => {
  const gemaakt: B[][] = [];
  const volgende = new Map<string, number>();
  for (const brief of brieven) {
    const nummer = brief.groep === undefined ? 0 : (volgende.get(brief.groep) ?? 0);
    if (brief.groep !== undefined) volgende.set(brief.groep, nummer + 1);
    const ronde = gemaakt[nummer];
    if (ronde === undefined) gemaakt[nummer] = [brief];
    else ronde.push(brief);
  }
  return gemaakt;
};

const waaromLaten = (
  brief: Brief,
  stempel: string,
  gestrand: ReadonlySet<string>,
): RedenGelaten | undefined => {
  if (brief.stempel === stempel) return 'teruggekomen';
  if (brief.anderDoel) return 'ander doel';
  return brief.groep !== undefined && gestrand.has(brief.groep)
    ? 'na een eerdere van dezelfde zaak'
    : undefined;
};

/**
 * Moves dead letters back: sent first, deleted afterwards, so that a crash in between leaves a repetition and never a
 * loss. Of one group (a zaak) nothing overtakes a letter that stays. A letter that failed again during this run is
 * recognised by its stamp and not moved a second time.
 */
export const redrive = async <B extends Brief>(
  dodebrieven: Dodebrieven<B>,
  { stempel, perSeconde, pauze, magDoor = () => true }: RedriveOpties,
): Promise<Verslag> => {
  const gezien = new Set<string>();
  const gestrand = new Set<string>();
  const gelaten = new Map<RedenGelaten, number>();
  const som = { verplaatst: 0, mislukt: 0, dubbel: 0 };

  const laat = (brief: Brief, reden: RedenGelaten): void => {
    gelaten.set(reden, (gelaten.get(reden) ?? 0) + 1);
    if (brief.groep !== undefined) gestrand.add(brief.groep);
  };

  const verplaats = async (ronde: readonly B[]): Promise<void> => {
    const gaat = ronde.filter((brief) => {
      const reden = waaromLaten(brief, stempel, gestrand);
      if (reden !== undefined) laat(brief, reden);
      return reden === undefined;
    });
    if (gaat.length === 0) return;
    const loten = await dodebrieven.stuur(gaat, stempel);
    const verstuurd = gaat.filter((brief, nummer) => {
      const lot = loten[nummer] ?? 'geweigerd';
      if (lot === 'te vroeg') laat(brief, lot);
      if (lot !== 'geweigerd') return lot === 'verstuurd';
      som.mislukt += 1;
      if (brief.groep !== undefined) gestrand.add(brief.groep);
      return false;
    });
    som.verplaatst += verstuurd.length;
    if (verstuurd.length > 0) som.dubbel += verstuurd.length - (await dodebrieven.verwijder(verstuurd));
    await pauze((gaat.length / perSeconde) * 1000);
  };

  let klaar = false;
  for (let bekend = 0; !klaar && bekend < HOOGSTENS_BEKEND && magDoor(); ) {
    const gehaald = await dodebrieven.haal();
    const brieven = gehaald.filter(({ id }) => !gezien.has(id));
    for (const { id } of brieven) gezien.add(id);
    for (const ronde of rondes(brieven)) await verplaats(ronde);
    klaar = gehaald.length === 0;
    bekend = brieven.length === 0 ? bekend + 1 : 0;
  }
  return { ...som, gelaten: Object.fromEntries(gelaten), klaar };
};
