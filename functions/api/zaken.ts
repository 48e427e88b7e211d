import { type GevondenZaak, type Tijdlijn, type Zaak, ZoekAntwoord, Zoekvraag } from '../../contracts/api.ts';
import { ZaakId } from '../../contracts/basistypen.ts';
import type { Partnerbericht } from '../../contracts/partnerberichten.ts';
import type { Partner } from '../../domain/organisaties.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { leesLichaam } from './lichaam.ts';
import { nietGevonden, probleem } from './problemen.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

const leesVraag = async (verzoek: AangemeldVerzoek): Promise<Zoekvraag> => {
  const { vNummer, bsn } = await leesLichaam(Zoekvraag, verzoek);
  if (vNummer !== undefined) return { vNummer };
  if (bsn !== undefined) return { bsn };
  throw new Error('een zoekvraag zonder sleutel is door de toets gekomen');
};

/** `POST /zaken/_zoek`: the zaken of one person in the gemeente that asks. */
export const zoekZaken = async (
  verzoek: AangemeldVerzoek,
  { zaken }: Afhankelijkheden,
): Promise<Antwoord> => {
  const { organisatie } = verzoek;
  if (organisatie.rol !== 'gemeente') throw probleem('geen-toegang', 'Alleen een gemeente kan zaken zoeken.');
  const gevonden = await zaken.zoekZaak(await leesVraag(verzoek));
  const eigen = gevonden.filter((zaak: GevondenZaak) => zaak.gemeentecode === organisatie.gemeentecode);
  return json(200, ZoekAntwoord.parse({ zaken: eigen }));
};

const naamVan = (bericht: Partnerbericht): 'gemeld' | 'gewijzigd' | 'vervallen' => {
  if (bericht.type.includes('.vervallen.')) return 'vervallen';
  return bericht.type.includes('.gewijzigd.') ? 'gewijzigd' : 'gemeld';
};

/** All that a partner was told about a zaak; a zaak that it was told nothing about does not exist for it. */
const toegezonden = async (
  { post }: Afhankelijkheden,
  zaakId: ZaakId,
  { gemeentecode, partner }: Partner,
): Promise<readonly [Partnerbericht, ...Partnerbericht[]]> => {
  const [eerste, ...rest] = await post.berichtenOver(zaakId, gemeentecode, partner);
  if (eerste === undefined) throw nietGevonden();
  return [eerste, ...rest];
};

const zaakVoorPartner = (zaakId: ZaakId, berichten: readonly [Partnerbericht, ...Partnerbericht[]]): Zaak => {
  const laatste = berichten.at(-1) ?? berichten[0];
  return {
    zaakId,
    gemeentecode: laatste.data.gemeentecode,
    status: naamVan(laatste),
    gegevens: { ...laatste.data },
  };
};

const tijdlijnVoorPartner = (zaakId: ZaakId, berichten: readonly Partnerbericht[]): Tijdlijn => ({
  zaakId,
  gebeurtenissen: berichten.map((bericht) => ({
    naam: `nieuwe-inburgeraar-${naamVan(bericht)}`,
    tijdstip: bericht.time,
    bron: bericht.source,
    gegevens: { ...bericht.data },
  })),
  termijnen: [],
});

/** What this organisation may see of a zaak; for everybody else it does not exist. */
const zoekOp = async <Gevonden extends Pick<Zaak, 'gemeentecode'>>(
  { organisatie, padwaarden }: AangemeldVerzoek,
  nodig: Afhankelijkheden,
  lees: (zaakId: ZaakId) => Promise<Gevonden | undefined>,
  voorGemeente: (gevonden: Gevonden) => unknown,
  voorPartner: (zaakId: ZaakId, berichten: readonly [Partnerbericht, ...Partnerbericht[]]) => unknown,
): Promise<Antwoord> => {
  const zaakId = ZaakId.safeParse(padwaarden['zaakId']);
  if (!zaakId.success) throw nietGevonden();
  if (organisatie.rol === 'partner') {
    return json(200, voorPartner(zaakId.data, await toegezonden(nodig, zaakId.data, organisatie)));
  }
  if (organisatie.rol !== 'gemeente') throw nietGevonden();
  const gevonden = await lees(zaakId.data);
  if (gevonden === undefined || gevonden.gemeentecode !== organisatie.gemeentecode) throw nietGevonden();
  return json(200, voorGemeente(gevonden));
};

/** Sources write any offset; answers are in UTC (NL API Design Rules /core/date-time/timezone). */
const inUtc = (tijdlijn: Tijdlijn): Tijdlijn => ({
  ...tijdlijn,
  gebeurtenissen: tijdlijn.gebeurtenissen.map((gebeurtenis) => ({
    ...gebeurtenis,
    tijdstip: new Date(gebeurtenis.tijdstip).toISOString(),
  })),
});

/** `GET /zaken/{zaakId}`. */
export const leesZaak = (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> =>
  zoekOp(verzoek, nodig, nodig.zaken.zaakVoorGemeente, (zaak) => zaak, zaakVoorPartner);

/** `GET /zaken/{zaakId}/tijdlijn`. */
export const leesTijdlijn = (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> =>
  zoekOp(
    verzoek,
    nodig,
    nodig.zaken.tijdlijn,
    ({ gemeentecode: _, ...tijdlijn }) => inUtc(tijdlijn),
    tijdlijnVoorPartner,
  );
