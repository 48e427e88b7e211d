import type { Bezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import type { Instellingen, Kanalen } from '../../adapters/kanalen.ts';
import type { Uitgaand } from '../../adapters/logboeken.ts';
import type { Partnerwachtrijen } from '../../adapters/partnerwachtrijen.ts';
import type { Postvak } from '../../adapters/post/postvak.ts';
import type { Uitstel } from '../../adapters/uitstel.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import { isInHand, isOpen, type Poststuk } from '../../domain/delivery/item.ts';
import type { Afzender } from '../../domain/partners/bericht.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';
import type { Openstaand, Zaakpost } from './openstaand.ts';
import { type Plaatsing, plaats, verderVan } from './plaatsing.ts';

export interface PartnerberichtenAfhankelijkheden {
  readonly uitgaand: Uitgaand;
  readonly postvak: Pick<Postvak, 'leg' | 'claim' | 'geefTerug' | 'bezorgd'>;
  readonly kanalen: Pick<Kanalen, 'instellingen'>;
  readonly partnerwachtrijen: Partnerwachtrijen;
  readonly bezorgwachtrij: Pick<Bezorgwachtrij, 'bied'>;
  readonly afzender: Afzender;
  readonly waarnemen: Pick<Waarnemen, 'info' | 'fout'>;
  readonly stelAankondigingUit: Uitstel;
  readonly nu: () => Date;
  readonly pauze: (ms: number) => Promise<unknown>;
}

/**
 * How long a message may be in hand at the queue door: longer than sending takes. Who takes it over too early for the
 * same door does no harm, because the queue drops what it saw within five minutes.
 */
export const IN_HAND_MS = 15_000;

/** Zaken that are not done: a message did not get through, or another instance has one in hand. */
export interface Onaf {
  readonly vastgelopen: ReadonlySet<ZaakId>;
  readonly bezet: ReadonlySet<ZaakId>;
}

/** The outstanding commit of a zaak whose turn it is, with what lies in its postvak. */
export type Beurt = Openstaand & Pick<Zaakpost, 'post'>;

/** What came of a round, and the messages that it handed on. */
export interface Ronde extends Onaf {
  readonly post: readonly Poststuk[];
}

type Plek = Pick<Poststuk, 'partner' | 'volgnummer'>;
const plekVan = ({ partner, volgnummer }: Plek): string => `${partner}#${volgnummer}`;

const eerdereVan = ({ post }: Beurt, { partner, volgnummer }: Plek): readonly Poststuk[] =>
  post.filter((stuk) => stuk.partner === partner && stuk.volgnummer < volgnummer);

/** Takes up again what an earlier attempt left lying ready or died with; nothing when another has it meanwhile. */
const hervat = async (
  { postvak }: PartnerberichtenAfhankelijkheden,
  { stuk, verder }: Plaatsing,
  bezigTot: Date,
  nu: Date,
): Promise<readonly Plaatsing[]> => {
  if (verder === 'wachtrij') {
    const inHand = await postvak.claim(stuk, 'wachtrij', bezigTot, nu);
    return inHand === undefined ? [] : [{ stuk: inHand, verder }];
  }
  // The door that had it died; a partner that fetches must be able to see it.
  const vrij = stuk.plek === 'bezig' ? await postvak.geefTerug(stuk, nu) : stuk;
  return vrij === undefined ? [] : [{ stuk: vrij, verder }];
};

/** Puts what is new into the postvak, and gives everything that this instance now has to hand on. */
const neemOp = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  instellingen: Instellingen,
  ronde: readonly Beurt[],
): Promise<readonly Plaatsing[]> => {
  const nu = afhankelijkheden.nu();
  const bezigTot = new Date(nu.getTime() + IN_HAND_MS);
  const nieuw: Plaatsing[] = [];
  const bekend: Plaatsing[] = [];
  for (const beurt of ronde) {
    for (const uitgaande of beurt.uitgaande) {
      const instelling = instellingen(uitgaande.partner);
      const eerdere = eerdereVan(beurt, uitgaande);
      if ('bericht' in uitgaande) {
        nieuw.push(plaats(uitgaande.partner, uitgaande.bericht, instelling, eerdere, nu, bezigTot));
      } else if (isOpen(uitgaande.stuk) && !isInHand(uitgaande.stuk, nu)) {
        const { stuk } = uitgaande;
        bekend.push({ stuk, verder: verderVan(instelling, stuk, eerdere) });
      }
    }
  }
  const gelegd = new Set(await afhankelijkheden.postvak.leg(nieuw.map(({ stuk }) => stuk)));
  const hervatte = await Promise.all(
    bekend.map((plaatsing) => hervat(afhankelijkheden, plaatsing, bezigTot, nu)),
  );
  return [...nieuw.filter(({ stuk }) => gelegd.has(stuk)), ...hervatte.flat()];
};

/** Sends through the queue door what this instance has in hand, and gives back what did not get through. */
const verstuurNaarWachtrijen = async (
  { partnerwachtrijen, postvak, nu }: PartnerberichtenAfhankelijkheden,
  stukken: readonly Poststuk[],
): Promise<ReadonlySet<Poststuk>> => {
  const mislukt = await partnerwachtrijen.verstuur(stukken);
  const klaar = nu();
  // When sending took longer than the claim, another may have taken a message over: then nothing is written.
  await Promise.all(
    stukken.map((stuk) =>
      mislukt.has(stuk) ? postvak.geefTerug(stuk, klaar) : postvak.bezorgd(stuk, klaar),
    ),
  );
  return mislukt;
};

const meldVerstuurd = (
  { waarnemen }: PartnerberichtenAfhankelijkheden,
  plaatsingen: readonly Plaatsing[],
  ronde: readonly Beurt[],
): void => {
  const perZaak = new Map(ronde.map((beurt) => [beurt.zaakId, beurt]));
  for (const { stuk, verder } of plaatsingen) {
    const { versie, ontvangstIds } = perZaak.get(stuk.zaakId) ?? {};
    waarnemen.info(verder === 'wachtrij' ? 'partnerbericht verstuurd' : 'partnerbericht klaargezet', {
      partner: stuk.partner,
      zaakId: stuk.zaakId,
      versie,
      ontvangstIds,
      berichtId: stuk.id,
      volgnummer: stuk.volgnummer,
      deur: verder,
    });
  }
};

/**
 * One commit of each zaak: into the postvak, on to its door, and only then struck off. A commit of which another
 * instance has a message in hand is left to that one.
 */
export const verstuurRonde = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  instellingen: Instellingen,
  ronde: readonly Beurt[],
): Promise<Ronde> => {
  const plaatsingen = await neemOp(afhankelijkheden, instellingen, ronde);
  const perDeur = Map.groupBy(plaatsingen, ({ verder }) => verder);
  const stukken = (verder: Plaatsing['verder']) => (perDeur.get(verder) ?? []).map(({ stuk }) => stuk);
  const mislukt = await verstuurNaarWachtrijen(afhankelijkheden, stukken('wachtrij'));
  await afhankelijkheden.bezorgwachtrij.bied(
    stukken('bezorging').map(({ partner, zaakId, id }) => ({
      opdracht: { soort: 'baan', kanaal: partner, zaakId },
      ontdubbel: id,
    })),
  );
  const gelukt = plaatsingen.filter(({ stuk }) => !mislukt.has(stuk));
  meldVerstuurd(afhankelijkheden, gelukt, ronde);
  const doorgegeven = new Set(gelukt.map(({ stuk }) => `${stuk.zaakId}#${plekVan(stuk)}`));
  const isKlaar = ({ zaakId, uitgaande }: Beurt): boolean =>
    uitgaande.every(
      (een) => doorgegeven.has(`${zaakId}#${plekVan(een)}`) || ('stuk' in een && !isOpen(een.stuk)),
    );
  await afhankelijkheden.uitgaand.verstuurd(ronde.filter(isKlaar).map(({ naVerzending }) => naVerzending));
  const vastgelopen = new Set([...mislukt].map(({ zaakId }) => zaakId));
  return {
    vastgelopen,
    bezet: new Set(
      ronde.filter((beurt) => !isKlaar(beurt) && !vastgelopen.has(beurt.zaakId)).map(({ zaakId }) => zaakId),
    ),
    post: gelukt.map(
      ({ stuk, verder }): Poststuk => (verder === 'wachtrij' ? { ...stuk, plek: 'bezorgd' } : stuk),
    ),
  };
};

/** What lies in the postvak of a zaak after a round. */
export const bijgewerkt = (post: readonly Poststuk[], ronde: Ronde, zaakId: ZaakId): readonly Poststuk[] => [
  ...new Map(
    [...post, ...ronde.post.filter((stuk) => stuk.zaakId === zaakId)].map((stuk) => [plekVan(stuk), stuk]),
  ).values(),
];
