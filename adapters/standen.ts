import type { Gemeentecode, ZaakId } from '../contracts/basistypen.ts';
import { plus } from '../domain/termijnen/kalender.ts';
import { isOpen, type Termijn } from '../domain/termijnen/termijnen.ts';
import { type Situation, situationOf, termijnenVan } from '../domain/zaak/afgeleid.ts';
import type { Dossier } from '../domain/zaak/dossier.ts';
import type { Zaak } from '../domain/zaak/zaak.ts';
import { alleBladzijden, type Item, type Tabel } from './tabel.ts';

/**
 * Entries of a zaak in lists: a cache beside its timeline, rebuilt at every message about it and at will. They carry
 * the version of the timeline that they follow from, so that a late writer never puts an older one back.
 */

type Soort = Termijn['soort'];

interface Plek {
  readonly sk: string;
  /** The list, and the place in it; without both it stands in none. */
  readonly status?: string;
  readonly sinds?: string;
}

/** The zaken that are a gemeente's now, and those that were and of which its partners were told. */
export const LIJSTEN_VAN_ZAKEN = ['eigen', 'vertrokken'] as const;

const vertrokkenLijst = (gemeentecode: Gemeentecode): string => `VERTROKKEN#${gemeentecode}`;
const zakenLijst = (gemeentecode: Gemeentecode): string => `ZAAK#${gemeentecode}`;
const termijnLijst = (gemeentecode: Gemeentecode, soort: Soort): string => `TERMIJN#${gemeentecode}#${soort}`;

/** In the list of its gemeente; out of every list when a person turned out to have no zaak of their own. */
const stand = (zaakId: ZaakId, zaak: Zaak, { koppeling, heeftZaak }: Situation): Plek | undefined => {
  if (koppeling === undefined) return undefined;
  if (heeftZaak) return { sk: 'STAND', status: zakenLijst(koppeling.gemeentecode), sinds: zaakId };
  return zaak.koppelingen.length > 1 ? { sk: 'STAND' } : undefined;
};

/** In the list of every gemeente that it belonged to before; out of it again when it comes back. */
const vertrokken = (zaakId: ZaakId, zaak: Zaak, { koppeling, heeftZaak }: Situation): readonly Plek[] => {
  const huidige = heeftZaak ? koppeling?.gemeentecode : undefined;
  const codes = new Set(zaak.koppelingen.map(({ koppeling }) => koppeling.gemeentecode));
  if (codes.size === 1 && huidige !== undefined) return [];
  return [...codes].map((gemeentecode) => ({
    sk: vertrokkenLijst(gemeentecode),
    ...(gemeentecode === huidige ? {} : { status: vertrokkenLijst(gemeentecode), sinds: zaakId }),
  }));
};

/** By the first of its open terms of this kind; out of the list when none is open. */
const termijn = (termijnen: readonly Termijn[], gemeentecode: Gemeentecode, soort: Soort): Plek => {
  const [eerste] = termijnen
    .filter((kandidaat) => kandidaat.soort === soort && isOpen(kandidaat))
    .map(({ einddatum }) => einddatum)
    .toSorted();
  return {
    sk: `TERMIJN#${soort}`,
    ...(eerste === undefined ? {} : { status: termijnLijst(gemeentecode, soort), sinds: eerste }),
  };
};

/** Both entries of a zaak by its terms. */
const termijnPlekken = (zaak: Zaak, gemeentecode: Gemeentecode): readonly Plek[] => {
  // Terms start with a registration, and facts never go: before the first one there is nothing to take off a list.
  if (zaak.inschrijvingen.length === 0) return [];
  const termijnen = termijnenVan(zaak);
  return [termijn(termijnen, gemeentecode, 'wettelijk'), termijn(termijnen, gemeentecode, 'lokaal')];
};

/** A zaak as its timeline is after some commit. */
export interface ZaakState {
  readonly zaakId: ZaakId;
  readonly dossier: Pick<Dossier, 'zaak' | 'versie'>;
}

const listEntriesOf = ({ zaakId, dossier: { zaak, versie } }: ZaakState): readonly Item[] => {
  const situation = situationOf(zaak);
  const zaakStand = stand(zaakId, zaak, situation);
  if (zaakStand === undefined || situation.koppeling === undefined) return [];
  return [
    zaakStand,
    ...vertrokken(zaakId, zaak, situation),
    ...termijnPlekken(zaak, situation.koppeling.gemeentecode),
  ].map((plek) => ({ pk: `ZAAK#${zaakId}`, versie, ...plek }));
};

/** Keeps the entries of zaken in lists. */
export interface ZaakLists {
  /** Stores the entries that follow from these states; an entry of a newer version stays as it is. */
  store(states: readonly ZaakState[]): Promise<void>;
}

/** The lists in this table. */
export function createZaakLists(tabel: Pick<Tabel, 'schrijfAlsNieuwer'>): ZaakLists {
  return {
    async store(states) {
      const entries = states.flatMap(listEntriesOf);
      await Promise.all(entries.map((entry) => tabel.schrijfAlsNieuwer(entry, 'versie')));
    },
  };
}

/** One page of a list of zaken of a gemeente. */
export const zakenOp = async (
  tabel: Pick<Tabel, 'perStatus'>,
  gemeentecode: Gemeentecode,
  lijst: (typeof LIJSTEN_VAN_ZAKEN)[number],
  bladzij: { readonly na?: string; readonly max: number },
): Promise<{ readonly zaakIds: readonly ZaakId[]; readonly na?: string }> => {
  const status = lijst === 'eigen' ? zakenLijst(gemeentecode) : vertrokkenLijst(gemeentecode);
  const { items, ...rest } = await tabel.perStatus(status, bladzij);
  return { zaakIds: items.map(({ pk }) => pk.slice('ZAAK#'.length) as ZaakId), ...rest };
};

/** Number of zaken of a gemeente, ended ones among them. */
export const telZaken = (tabel: Pick<Tabel, 'tel'>, gemeentecode: Gemeentecode): Promise<number> =>
  tabel.tel(zakenLijst(gemeentecode));

/** Terms of one gemeente of which the last day has gone by and the end event has not come. */
export interface Termijntelling {
  /** Number of zaken with an exceeded statutory term. */
  readonly overschreden: number;
  /** Those of which yesterday was the last day. */
  readonly netOverschreden: readonly ZaakId[];
  /** Number of zaken with a local term that has passed. */
  readonly verstreken: number;
}

/** Looks at the zaken by their terms on a day; reads the lists and no zaak. */
export const telTermijnen = async (
  tabel: Pick<Tabel, 'tel' | 'perStatus'>,
  gemeentecode: Gemeentecode,
  vandaag: string,
): Promise<Termijntelling> => {
  const gisteren = plus(vandaag, '-P1D');
  const wettelijk = termijnLijst(gemeentecode, 'wettelijk');
  const [overschreden, net, verstreken] = await Promise.all([
    tabel.tel(wettelijk, gisteren),
    alleBladzijden(async (na) => {
      const { items: elementen, ...rest } = await tabel.perStatus(wettelijk, {
        vanaf: gisteren,
        totEnMet: gisteren,
        ...(na === undefined ? {} : { na }),
      });
      return { elementen, ...rest };
    }),
    tabel.tel(termijnLijst(gemeentecode, 'lokaal'), gisteren),
  ]);
  return {
    overschreden,
    netOverschreden: net.map(({ pk }) => pk.slice('ZAAK#'.length) as ZaakId),
    verstreken,
  };
};
