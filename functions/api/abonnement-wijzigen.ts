import { AbonnementWijziging, Akkoord, NieuwGeheim } from '../../contracts/abonnementen.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import {
  alsFilter,
  gewijzigdeVelden,
  metAnderAdres,
  naVernieuwing,
  statusNa,
  statusNaInstemming,
} from '../../domain/delivery/abonnement-changes.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import { toonAbonnement } from './abonnement-weergave.ts';
import { adresnaslag, alsOauth2, nieuwSecret, vindAbonnement } from './abonnementen.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { doorDeNieuweDeur } from './kanaal.ts';
import { eigenKanaal, kanaalVoorGemeente } from './kanaaltoegang.ts';
import { leesLichaam } from './lichaam.ts';
import { probleem } from './problemen.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

/** Changing a subscription: every change is kept first, noted on its timeline second and carried out third. */

/** How often another change may come in between. */
const POGINGEN = 5;

/** A change: what an abonnement becomes (the same one when nothing changes), and the line on its timeline. */
interface Verandering {
  readonly pas: (abonnement: Abonnement) => Abonnement;
  readonly naam: string;
  readonly gegevens?: Readonly<Record<string, unknown>>;
}

const ingehaald = () =>
  probleem('intussen-gewijzigd', 'Het abonnement is intussen gewijzigd. Lees het opnieuw.');

/** Makes the change to the abonnement as it is by then; one that changes nothing leaves no line. */
const verander = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
  kanaal: PartnerAdres,
  { pas, naam, gegevens = {} }: Verandering,
): Promise<Abonnement> => {
  for (let poging = 0; poging < POGINGEN; poging++) {
    const gelezen = await vindAbonnement(verzoek, nodig, kanaal);
    const nieuw = pas(gelezen);
    if (nieuw === gelezen) return gelezen;
    const bewaard = await nodig.kanalen.volgOp(kanaal, gelezen, nieuw);
    if (bewaard === undefined) continue;
    await nodig.kanalen.noteer(bewaard.id, {
      tijdstip: nodig.klok.nu().toISOString(),
      naam,
      door: verzoek.organisatie.sleutel,
      gegevens,
    });
    return bewaard;
  }
  throw ingehaald();
};

const vraagInstemming = (
  { bezorging }: Pick<Afhankelijkheden, 'bezorging'>,
  kanaal: PartnerAdres,
  { id }: Abonnement,
): Promise<void> => bezorging.bied([{ opdracht: { soort: 'verificatie', kanaal, abonnementId: id } }]);

const gewijzigd = (
  abonnement: Abonnement,
  { sink, types, filters, oauth2, mtls, tempo }: AbonnementWijziging,
  nodig: Afhankelijkheden,
): Abonnement => {
  const {
    oauth2: oudeOauth2,
    mtls: oudeMtls,
    tempo: oudTempo,
    ...rest
  } = metAnderAdres(abonnement, sink ?? abonnement.sink);
  const nieuweOauth2 = oauth2 === undefined ? oudeOauth2 : (oauth2 ?? undefined);
  const nieuwTempo = tempo === undefined ? oudTempo : (tempo ?? undefined);
  return {
    ...rest,
    ...(types === undefined ? {} : { types }),
    ...(filters === undefined ? {} : { filters: filters.map(alsFilter) }),
    ...(nieuweOauth2 === undefined
      ? {}
      : {
          oauth2:
            'clientGeheim' in nieuweOauth2 ? nieuweOauth2 : alsOauth2(nieuweOauth2, abonnement.id, nodig),
        }),
    ...((mtls ?? oudeMtls) === true ? { mtls: true } : {}),
    ...(nieuwTempo === undefined ? {} : { tempo: nieuwTempo }),
  };
};

/** `PATCH /abonnementen/{abonnementId}`. */
export const wijzigAbonnement = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = eigenKanaal(verzoek);
  await vindAbonnement(verzoek, nodig, kanaal);
  const wijziging = await leesLichaam(AbonnementWijziging, verzoek, adresnaslag(nodig));
  const abonnement = await verander(verzoek, nodig, kanaal, {
    naam: 'abonnement-gewijzigd',
    gegevens: { velden: gewijzigdeVelden(wijziging) },
    pas: (gelezen) => {
      if (wijziging.versie !== undefined && wijziging.versie !== gelezen.versie) throw ingehaald();
      return gewijzigd(gelezen, wijziging, nodig);
    },
  });
  if (abonnement.status === 'wacht-op-verificatie') await vraagInstemming(nodig, kanaal, abonnement);
  await doorDeNieuweDeur(nodig, kanaal);
  return json(200, toonAbonnement(abonnement, nodig.klok.nu()));
};

const handeling =
  (soort: 'pauzeer' | 'hervat', naam: string) =>
  async (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> => {
    const kanaal = eigenKanaal(verzoek);
    const abonnement = await verander(verzoek, nodig, kanaal, {
      naam,
      pas: (gelezen) => {
        const status = statusNa(soort, gelezen.status);
        if (status === undefined) {
          throw probleem('stand-laat-niet-toe', `Dit kan niet zolang de status ${gelezen.status} is.`);
        }
        return status === gelezen.status ? gelezen : { ...gelezen, status };
      },
    });
    await doorDeNieuweDeur(nodig, kanaal);
    return json(200, toonAbonnement(abonnement, nodig.klok.nu()));
  };

/** `POST /abonnementen/{abonnementId}/_pauzeer`: messages are kept. */
export const pauzeerAbonnement = handeling('pauzeer', 'abonnement-gepauzeerd');

/** `POST /abonnementen/{abonnementId}/_hervat`: what was kept is delivered. */
export const hervatAbonnement = handeling('hervat', 'abonnement-hervat');

/** `POST /abonnementen/{abonnementId}/_verifieer`: asks the receiver again. */
export const verifieerAbonnement = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = eigenKanaal(verzoek);
  const abonnement = await vindAbonnement(verzoek, nodig, kanaal);
  await nodig.kanalen.noteer(abonnement.id, {
    tijdstip: nodig.klok.nu().toISOString(),
    naam: 'verificatie-gevraagd',
    door: verzoek.organisatie.sleutel,
    gegevens: {},
  });
  await vraagInstemming(nodig, kanaal, abonnement);
  return json(200, toonAbonnement(abonnement, nodig.klok.nu()));
};

/** `POST /abonnementen/{abonnementId}/_nieuwgeheim`: the secret is shown here and never again. */
export const vernieuwGeheim = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = eigenKanaal(verzoek);
  await vindAbonnement(verzoek, nodig, kanaal);
  const { secret = nieuwSecret(), overlapUren } = await leesLichaam(NieuwGeheim, verzoek);
  const abonnement = await verander(verzoek, nodig, kanaal, {
    naam: 'geheim-vernieuwd',
    gegevens: { overlapUren },
    pas: (gelezen) => ({
      ...gelezen,
      geheimen: naVernieuwing(
        gelezen.geheimen,
        nodig.versleuteling.versleutel(secret, gelezen.id),
        overlapUren,
        nodig.klok.nu(),
      ),
    }),
  });
  return json(200, { ...toonAbonnement(abonnement, nodig.klok.nu()), secret });
};

/** `POST /abonnementen/{abonnementId}/_akkoord`: the gemeente notes that the receiver agreed outside the hub. */
export const legAkkoordVast = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = kanaalVoorGemeente(verzoek);
  await vindAbonnement(verzoek, nodig, kanaal);
  const { door, datum } = await leesLichaam(Akkoord, verzoek);
  const abonnement = await verander(verzoek, nodig, kanaal, {
    naam: 'akkoord-vastgelegd',
    pas: (gelezen) => {
      const { instemming } = gelezen;
      // The same once more: the answer to the first may have been lost.
      if (instemming?.wijze === 'handmatig' && instemming.op === datum && instemming.door === door) {
        return gelezen;
      }
      if (statusNa('akkoord', gelezen.status) === undefined) {
        throw probleem('stand-laat-niet-toe', 'De ontvanger heeft al ingestemd.');
      }
      const status = statusNaInstemming(gelezen);
      return { ...gelezen, status, instemming: { wijze: 'handmatig', op: datum, door } };
    },
  });
  await doorDeNieuweDeur(nodig, kanaal);
  return json(200, toonAbonnement(abonnement, nodig.klok.nu()));
};
