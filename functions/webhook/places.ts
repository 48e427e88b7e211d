import { type Abonnement, tempoOf } from '../../domain/delivery/abonnement.ts';
import { type Place, reserve, returned, type Tempo } from '../../domain/delivery/rate.ts';
import { appendState, type StateNeeded } from '../shared/receiver-state.ts';

/** The places at a receiver that allows so many calls a minute: those of a batch are given together, in one write. */

type Needed = StateNeeded & { readonly now: () => Date };

/** Gives the place of one message more; undefined when its receiver has no rate. */
export type Places = (abonnement: Abonnement, cameBack: boolean) => Promise<Place | undefined>;

/**
 * Takes the place of one message more at its receiver and waits until that comes. When that takes too long, it gives instead from
 * when on there is room (ms since 1970).
 */
export const awaitPlace = async (
  {
    reserve: placeOf,
    sleep,
    now,
  }: { readonly reserve: Places; readonly sleep: (ms: number) => Promise<unknown>; readonly now: () => Date },
  abonnement: Abonnement,
  cameBack: boolean,
): Promise<number | undefined> => {
  const place = await placeOf(abonnement, cameBack);
  if (place !== undefined && !place.goes) return place.op;
  const waitMs = (place?.op ?? 0) - now().getTime();
  if (waitMs > 0) await sleep(waitMs);
  return undefined;
};

interface Waiting {
  readonly cameBack: boolean;
  readonly resolve: (place: Place) => void;
  readonly reject: (error: unknown) => void;
}

/** Makes the places of one batch: a message that asks while others are being served is served with them, or next. */
export const createPlaces = (dependencies: Needed): Places => {
  const lines = new Map<string, Waiting[]>();

  const give = (
    abonnementId: string,
    perMinute: number,
    line: readonly Waiting[],
  ): Promise<readonly Place[]> =>
    appendState<Tempo, readonly Place[]>(dependencies, abonnementId, 'TEMPO', (state) => {
      const now = dependencies.now().getTime();
      const places: Place[] = [];
      let tempo = state;
      for (const { cameBack } of line) {
        const taken = reserve(tempo, perMinute, now, cameBack);
        places.push(taken.place);
        tempo = taken.tempo;
      }
      return { next: tempo, outcome: places };
    });

  const serve = async (key: string, abonnementId: string, perMinute: number): Promise<void> => {
    const line = lines.get(key) ?? [];
    while (line.length > 0) {
      try {
        const places = await give(abonnementId, perMinute, line);
        const served = line.splice(0, places.length);
        for (const [number, place] of places.entries()) served[number]?.resolve(place);
      } catch (error) {
        for (const { reject } of line.splice(0)) reject(error);
      }
    }
    lines.delete(key);
  };

  return async (abonnement, cameBack) => {
    const perMinute = tempoOf(abonnement);
    if (perMinute === undefined) return undefined;
    const key = `${abonnement.id} ${perMinute}`;
    return new Promise<Place>((resolve, reject) => {
      const waiting = { cameBack, resolve, reject };
      const line = lines.get(key);
      if (line !== undefined) {
        line.push(waiting);
        return;
      }
      lines.set(key, [waiting]);
      void serve(key, abonnement.id, perMinute);
    });
  };
};

/** Every message that stood in line for this receiver is offered anew, or skips it. */
export const releasePlaces = async (dependencies: Needed, abonnement: Abonnement): Promise<void> => {
  const perMinute = tempoOf(abonnement);
  if (perMinute === undefined) return;
  await appendState<Tempo, void>(dependencies, abonnement.id, 'TEMPO', (tempo) => ({
    next: tempo && returned(tempo, perMinute, dependencies.now().getTime()),
    outcome: undefined,
  }));
};
