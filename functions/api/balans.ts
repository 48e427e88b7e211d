import * as z from 'zod';
import type { Boeken, Boekstuk } from '../../adapters/boeken.ts';
import { boekstukken } from '../../adapters/boeken.ts';
import { Cursor } from '../../contracts/api.ts';
import type { Balans } from '../../contracts/balans.ts';
import type { Gemeentecode } from '../../contracts/basistypen.ts';
import { boekVan, LEGE_BALANS, LEGE_ONTVANGSTBALANS, telOp } from '../../domain/delivery/books.ts';
import { gemeenteProfielen } from '../../domain/gemeenten/index.ts';
import type { Organisatie } from '../../domain/organisaties.ts';
import { partnerAdres } from '../../domain/partners/address.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { ongeldig, probleem } from './problemen.ts';
import { leesBladzijde, leesQuery } from './query.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

/** How long one page of the books may take to make up; the rest follows on the next. */
const TIJD_MS = 5_000;

const BalansQuery = z.strictObject({ na: Cursor.optional() });

/** Where the books go on: a piece of work, and where in it. */
const Plek = z.tuple([z.int().min(0), z.string().optional()]);
type Plek = z.infer<typeof Plek>;

const alsCursor = ([nummer, na]: Plek): string =>
  Buffer.from(JSON.stringify(na === undefined ? [nummer] : [nummer, na])).toString('base64url');

const leesPlek = (na: string | undefined): Plek => {
  if (na === undefined) return [0, undefined];
  try {
    return Plek.parse(JSON.parse(Buffer.from(na, 'base64url').toString()));
  } catch {
    // What is in it was never ours: it is not repeated.
    throw ongeldig([{ pointer: '/na', detail: 'is geen vervolg op deze lijst' }]);
  }
};

/** Whose books: of one gemeente, or for operation of all. */
const gemeentenVan = (organisatie: Organisatie): readonly Gemeentecode[] => {
  if (organisatie.rol === 'gemeente') return [organisatie.gemeentecode];
  if (organisatie.rol === 'beheer') return gemeenteProfielen.map(({ gemeentecode }) => gemeentecode);
  throw probleem('geen-toegang', 'De balans is voor gemeenten en beheer.');
};

type Bladzij = Omit<Balans, 'na'>;

/** One bounded piece of the books, and where it goes on. */
const maakStukOp = async (
  boeken: Boeken,
  stuk: Boekstuk,
  na: string | undefined,
  nu: Date,
): Promise<{ readonly bladzij: Bladzij; readonly na?: string }> => {
  if (stuk.soort === 'ontvangsten') {
    const { aantal, ...rest } = await boeken.telOntvangsten(stuk.status, na);
    return {
      bladzij: { ...LEGE_BALANS, ontvangsten: { ...LEGE_ONTVANGSTBALANS, [stuk.status]: aantal } },
      ...rest,
    };
  }
  const { gemeentecode, lijst } = stuk;
  const { zaakIds, ...rest } = await boeken.zaken(gemeentecode, lijst, na);
  const perZaak = await Promise.all(
    zaakIds.map(async (zaakId): Promise<Bladzij> => {
      const { boek, verschillen } = await boeken.boek(zaakId, nu);
      const eigen = boekVan(boek, (partner) => partner.startsWith(`${gemeentecode}/`));
      return {
        ...LEGE_BALANS,
        post: eigen.post,
        verschillen: [...eigen.verschillen, ...(lijst === 'eigen' ? verschillen : [])],
        nogTeVersturen: lijst === 'eigen' ? boek.nogTeVersturen : 0,
        zaken: lijst === 'eigen' ? 1 : 0,
      };
    }),
  );
  return { bladzij: perZaak.reduce(telOp, LEGE_BALANS), ...rest };
};

/**
 * `GET /balans?na=`: the books, page by page. What was produced is counted on the timelines and compared, message by
 * message, with what stands in the postvak.
 */
export const leesBalans = async (
  verzoek: AangemeldVerzoek,
  { boeken, klok }: Pick<Afhankelijkheden, 'boeken' | 'klok'>,
): Promise<Antwoord> => {
  const stukken = boekstukken(gemeentenVan(verzoek.organisatie));
  const { na: gevraagd } = leesQuery(BalansQuery, verzoek);
  const begonnen = klok.nu().getTime();
  let [nummer, na] = leesPlek(gevraagd);
  let totaal: Bladzij = LEGE_BALANS;
  for (let stuk = stukken[nummer]; stuk !== undefined; stuk = stukken[nummer]) {
    const dit = stuk;
    const uitkomst = await leesBladzijde(na, (begin) => maakStukOp(boeken, dit, begin, klok.nu()));
    totaal = telOp(totaal, uitkomst.bladzij);
    na = uitkomst.na;
    if (na === undefined) nummer++;
    if (klok.nu().getTime() - begonnen >= TIJD_MS && nummer < stukken.length) {
      return json(200, { ...totaal, na: alsCursor([nummer, na]) });
    }
  }
  return json(200, totaal);
};

/** `GET /openstaand`: what is on its way, in numbers that stay small; a gemeente sees its own partners. */
export const leesOpenstaand = async (
  { organisatie }: AangemeldVerzoek,
  { ontvangsten, zaken, postvak }: Pick<Afhankelijkheden, 'ontvangsten' | 'zaken' | 'postvak'>,
): Promise<Antwoord> => {
  const codes = gemeentenVan(organisatie);
  const adressen = gemeenteProfielen
    .filter(({ gemeentecode }) => codes.includes(gemeentecode))
    .flatMap(({ gemeentecode, partners }) =>
      partners.map(({ sleutel }) => partnerAdres(gemeentecode, sleutel)),
    );
  const [perStatus, nogTeVersturen, post] = await Promise.all([
    ontvangsten.telOpen(),
    zaken.nogTeVersturen(),
    Promise.all(
      adressen.map(async (partner) => {
        const [klaargezet, geparkeerd] = await Promise.all([
          postvak.tel(partner, ['klaargezet', 'bezig']),
          postvak.tel(partner, ['geparkeerd']),
        ]);
        return [partner, { klaargezet, geparkeerd }] as const;
      }),
    ),
  ]);
  return json(200, { ...perStatus, nogTeVersturen, post: Object.fromEntries(post) });
};
