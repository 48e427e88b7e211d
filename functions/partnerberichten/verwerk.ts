import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Bezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import type { Instellingen, Kanalen } from '../../adapters/kanalen.ts';
import type { Uitgaand } from '../../adapters/logboeken.ts';
import type { Partnerwachtrijen } from '../../adapters/partnerwachtrijen.ts';
import { isInHand, isOpen, type Poststuk } from '../../adapters/post/poststuk.ts';
import type { Postvak } from '../../adapters/post/postvak.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import { BusEvent, ZaakBijgewerkt } from '../../contracts/intern.ts';
import { veiligeTekst } from '../../domain/fouten.ts';
import type { Afzender } from '../../domain/partners/bericht.ts';
import { stempelVan } from '../gedeeld/stempel.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';
import { type Openstaand, openstaandVan, type Zaakpost } from './openstaand.ts';
import { type Plaatsing, plaats, verderVan } from './plaatsing.ts';

export interface PartnerberichtenAfhankelijkheden {
  readonly uitgaand: Uitgaand;
  readonly postvak: Pick<Postvak, 'leg' | 'claim' | 'geefTerug' | 'allenBezorgd' | 'maakVindbaar'>;
  readonly kanalen: Pick<Kanalen, 'instellingen'>;
  readonly partnerwachtrijen: Partnerwachtrijen;
  readonly bezorgwachtrij: Pick<Bezorgwachtrij, 'bied'>;
  readonly afzender: Afzender;
  readonly waarnemen: Pick<Waarnemen, 'info' | 'fout'>;
  readonly nu: () => Date;
}

/** Longer than the function can run, and shorter than until its announcement comes back. */
const IN_HAND_MS = 60_000;

/** The outstanding commit of a zaak whose turn it is, with what lies in its postvak. */
type Beurt = Openstaand & Pick<Zaakpost, 'post'>;

/** What a round put or found, as it stands afterwards; what another instance has in hand is `bezig`. */
interface Ronde {
  readonly vastgelopen: ReadonlySet<ZaakId>;
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
  await postvak.maakVindbaar([stuk]);
  // The door that had it died; a partner that fetches must be able to see it.
  const vrij = stuk.plek === 'bezig' ? await postvak.geefTerug(stuk) : stuk;
  return vrij === undefined ? [] : [{ stuk: vrij, verder }];
};

/** Puts what is new into the postvak, and gives everything that this instance now has to hand on. */
const neemOp = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  instellingen: Instellingen,
  ronde: readonly Beurt[],
): Promise<{ readonly plaatsingen: readonly Plaatsing[]; readonly vanAnderen: readonly Poststuk[] }> => {
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
  return {
    plaatsingen: [...nieuw.filter(({ stuk }) => gelegd.has(stuk)), ...hervatte.flat()],
    vanAnderen: nieuw
      .filter(({ stuk }) => !gelegd.has(stuk))
      .map(({ stuk }): Poststuk => ({ ...stuk, plek: 'bezig' })),
  };
};

/** Sends through the queue door what this instance has in hand, and gives back what did not get through. */
const verstuurNaarWachtrijen = async (
  { partnerwachtrijen, postvak, nu }: PartnerberichtenAfhankelijkheden,
  stukken: readonly Poststuk[],
): Promise<ReadonlySet<Poststuk>> => {
  const mislukt = await partnerwachtrijen.verstuur(stukken);
  const bezorgd = stukken.filter((stuk) => !mislukt.has(stuk));
  await Promise.all([
    postvak.allenBezorgd(bezorgd, nu()),
    ...[...mislukt].map((stuk) => postvak.geefTerug(stuk)),
  ]);
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
const verstuurRonde = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  instellingen: Instellingen,
  ronde: readonly Beurt[],
): Promise<Ronde> => {
  const { plaatsingen, vanAnderen } = await neemOp(afhankelijkheden, instellingen, ronde);
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
  return {
    vastgelopen: new Set([...mislukt].map(({ zaakId }) => zaakId)),
    post: [
      ...vanAnderen,
      ...gelukt.map(
        ({ stuk, verder }): Poststuk => (verder === 'wachtrij' ? { ...stuk, plek: 'bezorgd' } : stuk),
      ),
    ],
  };
};

/** What lies in the postvak of a zaak after a round. */
const bijgewerkt = (post: readonly Poststuk[], ronde: Ronde, zaakId: ZaakId): readonly Poststuk[] => [
  ...new Map(
    [...post, ...ronde.post.filter((stuk) => stuk.zaakId === zaakId)].map((stuk) => [plekVan(stuk), stuk]),
  ).values(),
];

/**
 * Brings the partners of these zaken up to date. Per zaak one commit at a time, so that a partner gets them in order; a
 * zaak of which a message did not get through, or cannot be composed, goes no further and is returned.
 */
export const verstuurOpenstaand = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  zaakIds: ReadonlySet<ZaakId>,
): Promise<ReadonlySet<ZaakId>> => {
  const vastgelopen = new Set<ZaakId>();
  const gelezen = await Promise.all(
    [...zaakIds].map(async (zaakId): Promise<readonly Zaakpost[]> => {
      try {
        return [await openstaandVan(afhankelijkheden, zaakId)];
      } catch (fout) {
        afhankelijkheden.waarnemen.fout('zaak niet te versturen', { zaakId, fout: veiligeTekst(fout) });
        vastgelopen.add(zaakId);
        return [];
      }
    }),
  );
  let rijen = gelezen.flat().filter(({ openstaand }) => openstaand.length > 0);
  if (rijen.length === 0) return vastgelopen;
  const instellingen = await afhankelijkheden.kanalen.instellingen(
    rijen.flatMap(({ openstaand }) =>
      openstaand.flatMap(({ uitgaande }) => uitgaande.map(({ partner }) => partner)),
    ),
  );
  while (rijen.length > 0) {
    const ronde = rijen.flatMap(({ openstaand: [eerste], post }) =>
      eerste === undefined ? [] : [{ ...eerste, post }],
    );
    const uitkomst = await verstuurRonde(afhankelijkheden, instellingen, ronde);
    for (const zaakId of uitkomst.vastgelopen) vastgelopen.add(zaakId);
    rijen = rijen.flatMap(({ openstaand: [, volgende, ...rest], post }) =>
      volgende === undefined || vastgelopen.has(volgende.zaakId)
        ? []
        : [
            {
              openstaand: [volgende, ...rest],
              post: bijgewerkt(post, uitkomst, volgende.zaakId),
            },
          ],
    );
  }
  return vastgelopen;
};

/** The zaak that an announcement is about; none when it cannot be read. */
const aangekondigdeZaak = (
  { waarnemen }: PartnerberichtenAfhankelijkheden,
  record: SQSRecord,
): ZaakId | undefined => {
  try {
    const event = BusEvent.parse(JSON.parse(record.body));
    const { zaakId } = ZaakBijgewerkt.parse(event.detail);
    const stempel = stempelVan(record, event);
    if (stempel !== undefined) waarnemen.info('aankondiging opnieuw', { zaakId, ...stempel });
    return zaakId;
  } catch (fout) {
    waarnemen.fout('aankondiging niet te lezen', { messageId: record.messageId, fout: veiligeTekst(fout) });
    return undefined;
  }
};

/** A batch of announcements. Those of a zaak that is stuck, and those that cannot be read, stay on the queue. */
export const verwerkAankondigingen = async (
  afhankelijkheden: PartnerberichtenAfhankelijkheden,
  event: SQSEvent,
): Promise<SQSBatchResponse> => {
  const perRecord = event.Records.map((record) => ({
    messageId: record.messageId,
    zaakId: aangekondigdeZaak(afhankelijkheden, record),
  }));
  const zaakIds = new Set(perRecord.flatMap(({ zaakId }) => zaakId ?? []));
  const vastgelopen = await verstuurOpenstaand(afhankelijkheden, zaakIds);
  if (vastgelopen.size > 0) {
    afhankelijkheden.waarnemen.fout('zaken blijven op de wachtrij', { zaken: [...vastgelopen] });
  }
  return {
    batchItemFailures: perRecord
      .filter(({ zaakId }) => zaakId === undefined || vastgelopen.has(zaakId))
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
};
