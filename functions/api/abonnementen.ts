import { randomBytes, randomUUID } from 'node:crypto';
import { AbonnementAanvraag, AbonnementId } from '../../contracts/abonnementen.ts';
import type { Fout } from '../../contracts/fouten.ts';
import type { Abonnement, Oauth2 } from '../../domain/delivery/abonnement.ts';
import { alsFilter } from '../../domain/delivery/abonnement-changes.ts';
import type { Gezondheid } from '../../domain/delivery/circuit.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import { toonAbonnement } from './abonnement-weergave.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json, leeg } from './antwoord.ts';
import { doorDeNieuweDeur } from './kanaal.ts';
import { eigenKanaal, idUitPad, kanaalUitQuery } from './kanaaltoegang.ts';
import { leesLichaam, type Naslag } from './lichaam.ts';
import { isObject } from './media.ts';
import { nietGevonden, probleem } from './problemen.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

/** Subscriptions: taking one, reading and ending it. Changing one stands in abonnement-wijzigen.ts. */

const MAX_ABONNEMENTEN = 10;
const SECRET_BYTES = 32;

export const nieuwSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** Faults of the addresses in a body: whether they are public is not for a contract to know. */
export const adresnaslag =
  ({ controleerAdres }: Pick<Afhankelijkheden, 'controleerAdres'>): Naslag =>
  async ({ sink, oauth2 }) => {
    const adressen: readonly (readonly [string, unknown])[] = [
      ['/sink', sink],
      ['/oauth2/tokenUrl', isObject(oauth2) ? oauth2['tokenUrl'] : undefined],
    ];
    const fouten = await Promise.all(
      adressen.map(
        async ([pointer, adres]): Promise<readonly Fout[]> =>
          typeof adres === 'string'
            ? (await controleerAdres(adres)).map((detail) => ({ pointer, detail }))
            : [],
      ),
    );
    return fouten.flat();
  };

/** The receiver's credentials as they are kept: the password encrypted for this abonnement. */
export const alsOauth2 = (
  { tokenUrl, clientId, clientSecret, scope }: NonNullable<AbonnementAanvraag['oauth2']>,
  abonnementId: string,
  { versleuteling }: Pick<Afhankelijkheden, 'versleuteling'>,
): Oauth2 => ({
  tokenUrl,
  clientId,
  clientGeheim: versleuteling.versleutel(clientSecret, abonnementId),
  ...(scope === undefined ? {} : { scope }),
});

/** The abonnement that a path names; of another partner it does not exist. */
export const vindAbonnement = async (
  verzoek: AangemeldVerzoek,
  { kanalen }: Pick<Afhankelijkheden, 'kanalen'>,
  kanaal: PartnerAdres,
): Promise<Abonnement> => {
  const id = idUitPad(AbonnementId, verzoek, 'abonnementId');
  const abonnement = id === undefined ? undefined : await kanalen.abonnement(kanaal, id);
  if (abonnement === undefined) throw nietGevonden();
  return abonnement;
};

const alsAbonnement = (
  { sink, types, filters, oauth2, mtls, tempo }: AbonnementAanvraag,
  secret: string,
  nodig: Afhankelijkheden,
): Abonnement => {
  const id = randomUUID();
  return {
    id,
    status: 'wacht-op-verificatie',
    sink,
    types,
    filters: (filters ?? []).map(alsFilter),
    geheimen: [{ versleuteld: nodig.versleuteling.versleutel(secret, id) }],
    aangemaaktOp: nodig.klok.nu().toISOString(),
    ...(tempo === undefined ? {} : { tempo }),
    ...(oauth2 === undefined ? {} : { oauth2: alsOauth2(oauth2, id, nodig) }),
    ...(mtls === true ? { mtls } : {}),
    versie: 1,
  };
};

/** `POST /abonnementen`: keeps it, then asks its receiver for consent. Its secret is shown here and never again. */
export const plaatsAbonnement = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const { kanalen, bezorging, klok } = nodig;
  const kanaal = eigenKanaal(verzoek);
  const aanvraag = await leesLichaam(AbonnementAanvraag, verzoek, adresnaslag(nodig));
  if ((await kanalen.instelling(kanaal)).abonnementen.length >= MAX_ABONNEMENTEN) {
    throw probleem(
      'stand-laat-niet-toe',
      `Een partner kan hoogstens ${MAX_ABONNEMENTEN} abonnementen hebben. Zeg er eerst een op.`,
    );
  }
  const secret = aanvraag.secret ?? nieuwSecret();
  const abonnement = alsAbonnement(aanvraag, secret, nodig);
  const { id } = abonnement;
  if (!(await kanalen.maak(kanaal, abonnement))) throw new Error('een nieuw abonnement bestond al');
  try {
    await kanalen.noteer(id, {
      tijdstip: abonnement.aangemaaktOp,
      naam: 'abonnement-genomen',
      door: verzoek.organisatie.sleutel,
      gegevens: {},
    });
    await bezorging.bied([{ opdracht: { soort: 'verificatie', kanaal, abonnementId: id } }]);
  } catch (fout) {
    // Nobody would know its secret: the caller gets an error and asks again.
    await kanalen.verwijder(kanaal, abonnement, klok.nu());
    throw fout;
  }
  return json(
    201,
    { ...toonAbonnement(abonnement, klok.nu()), secret },
    { Location: `/v1/abonnementen/${id}` },
  );
};

/** An abonnement with how its receiver does. */
const showWithHealth = async (
  { kanalen, klok }: Pick<Afhankelijkheden, 'kanalen' | 'klok'>,
  abonnement: Abonnement,
) => {
  const health = await kanalen.toestand<Gezondheid>(abonnement.id, 'GEZONDHEID');
  return toonAbonnement(abonnement, klok.nu(), health?.waarde);
};

/** `GET /abonnementen`: all of one partner, oldest first. */
export const leesAbonnementen = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const { abonnementen } = await nodig.kanalen.instelling(kanaalUitQuery(verzoek));
  return json(200, {
    abonnementen: await Promise.all(abonnementen.map((een) => showWithHealth(nodig, een))),
  });
};

/** `GET /abonnementen/{abonnementId}`. */
export const leesAbonnement = async (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> =>
  json(200, await showWithHealth(nodig, await vindAbonnement(verzoek, nodig, kanaalUitQuery(verzoek))));

/** `GET /abonnementen/{abonnementId}/tijdlijn`: also of one that has ended. */
export const leesAbonnementTijdlijn = async (
  verzoek: AangemeldVerzoek,
  { kanalen }: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = kanaalUitQuery(verzoek);
  const id = idUitPad(AbonnementId, verzoek, 'abonnementId');
  if (id === undefined || !(await kanalen.kende(kanaal, id))) throw nietGevonden();
  return json(200, { abonnementId: id, gebeurtenissen: await kanalen.tijdlijn(id) });
};

/** `DELETE /abonnementen/{abonnementId}`: what it kept goes through another door. Once more completes what a fall left. */
export const verwijderAbonnement = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const { kanalen, klok } = nodig;
  const kanaal = eigenKanaal(verzoek);
  const id = idUitPad(AbonnementId, verzoek, 'abonnementId');
  if (id === undefined || !(await kanalen.kende(kanaal, id))) throw nietGevonden();
  const abonnement = await kanalen.abonnement(kanaal, id);
  if (abonnement !== undefined) {
    const nu = klok.nu();
    if (!(await kanalen.verwijder(kanaal, abonnement, nu))) {
      throw probleem('intussen-gewijzigd', 'Het abonnement is net gewijzigd. Lees het opnieuw.');
    }
    await kanalen.noteer(id, {
      tijdstip: nu.toISOString(),
      naam: 'abonnement-opgezegd',
      door: verzoek.organisatie.sleutel,
      gegevens: {},
    });
  }
  await doorDeNieuweDeur(nodig, kanaal);
  return leeg(204);
};
