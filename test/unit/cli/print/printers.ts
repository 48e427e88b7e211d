import { kpisLines } from '../../../../cli/gemeente/kpis.ts';
import {
  type Access,
  type Admitted,
  accessLines,
  admittedLines,
} from '../../../../cli/operator/access/access.ts';
import { balansLines } from '../../../../cli/operator/balans.ts';
import { drillLines } from '../../../../cli/operator/drill/drill.ts';
import type { Report } from '../../../../cli/operator/drill/execution.ts';
import { ontvangstLines } from '../../../../cli/operator/ontvangsten.ts';
import { postLines } from '../../../../cli/operator/post.ts';
import { redriveLines } from '../../../../cli/operator/recovery/redrive.ts';
import type { TableState } from '../../../../cli/operator/recovery/table/check.ts';
import { stateLines } from '../../../../cli/operator/recovery/table/restore-table.ts';
import { closingLines, headLines, stepLines } from '../../../../cli/partner/report.ts';
import type { TrialReport } from '../../../../cli/partner/trial.ts';
import { activityLines, createActivity } from '../../../../cli/print/activity.ts';
import { dagLines } from '../../../../cli/print/dag.ts';
import { addressLines } from '../../../../cli/print/head.ts';
import type { Style } from '../../../../cli/print/paint.ts';
import { partnerDagLines } from '../../../../cli/print/partner-dag.ts';
import { partnerLines } from '../../../../cli/print/partners.ts';
import { fitLine } from '../../../../cli/print/text.ts';
import { timelineLines } from '../../../../cli/print/timeline.ts';
import { verwerkingLines } from '../../../../cli/print/verwerkingen.ts';
import type { Bericht, Ontvangst, Tijdlijn } from '../../../../client/answers.ts';
import { type Summary, summaryLines } from '../../../../client/scenario/summary.ts';
import { Verwerking } from '../../../../contracts/verwerkingen.ts';
import { EMPTY_BALANS, EMPTY_POSTBALANS } from '../../../../domain/delivery/books.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { countedIn, kpisOf } from '../../../../domain/kpis/kpis.ts';
import type { PlaceReport } from '../../../../functions/herstel/recover.ts';
import { GENNEP } from '../../domain/support.ts';
import { busy, intake, partnerDag } from '../gemeente/day-lists.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

const term = (id: string, naam: string, stand: string) => ({
  id,
  naam,
  soort: 'wettelijk',
  startdatum: '2025-10-20',
  einddatum: '2025-12-29',
  duur: 'P10W',
  stand,
});

export const tijdlijn = {
  zaakId: ZAAK,
  gebeurtenissen: [
    {
      naam: 'leerbaarheidstoets-uitslag-ontvangen',
      tijdstip: '2025-12-01T07:00:00Z',
      bron: 'urn:nld:oin:00000099000000004000:systeem:duo',
      gegevens: { resultaat: 'B1-route haalbaar', behaaldeScore: '33,00', datumAfname: '2025-11-28' },
    },
    {
      naam: 'koppeling-geregistreerd',
      tijdstip: '2025-09-08T08:15:00Z',
      bron: 'urn:nld:oin:00000099000000002000:systeem:coa',
      gegevens: { datumKoppeling: '2025-09-08' },
    },
  ],
  termijnen: [
    term('TG06', 'Leerbaarheidstoets afnemen', 'te laat gehaald'),
    term('TG07', 'PIP vaststellen', 'overschreden'),
  ],
} as unknown as Tijdlijn;

const rule = {
  id: 'een',
  time: '2025-06-20T08:32:00.000Z',
  zaakId: ZAAK,
  volgnummer: 2,
  type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gewijzigd.v1',
  staat: 'geparkeerd' as const,
  stilstand: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam',
};

const ontvangst = {
  ontvangstId: '84577a67-f711-8383-998a-851cc20822db',
  status: 'wacht',
  type: 'nl.brp.persoon.ingeschreven.v1',
  organisatie: 'brp',
  sinds: '2025-06-20T08:32:00.000Z',
  reden: 'wacht op het V-nummer bij dit BSN',
} as Ontvangst;

const bericht: Bericht = {
  id: 'een',
  type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
  subject: ZAAK,
  time: '2025-06-20T08:32:00.000Z',
  data: {
    zaakId: ZAAK,
    gemeentecode: '0907',
    volgnummer: 1,
    contact: {
      telefoonnummer: '0612345678',
      emailadres: 'een-adres-voor-een-brede-kolom@voorbeeld.example',
    },
  },
};

const entries = createActivity().take(
  'fn',
  JSON.stringify({
    level: 'ERROR',
    message: 'partnerbericht geparkeerd',
    timestamp: '2025-06-20T08:32:00.000Z',
    partner: '0907/wijkondersteuner',
    reden: 'de gegevens passen niet in dit bericht',
    zaakId: ZAAK,
  }),
);

const hub = {
  url: 'http://127.0.0.1:18787',
  apiUrl: 'http://127.0.0.1:18787/v1',
  loketUrl: 'http://localhost:18787/v1/loket',
  tokensUrl: 'http://127.0.0.1:18787/_lokaal/tokens',
  duoUrl: 'http://127.0.0.1:18787/_lokaal/duo',
  endpoints: {
    sqs: 'http://127.0.0.1:18787',
    events: 'http://127.0.0.1:18787',
    dynamodb: 'http://127.0.0.1:42635',
    secretsmanager: 'http://127.0.0.1:18787',
    lambda: 'http://127.0.0.1:18787',
    ses: 'http://127.0.0.1:18787',
  },
};

const figures = kpisOf(
  gemeenteProfile(GENNEP),
  countedIn(gemeenteProfile(GENNEP), [], '2026-04-01'),
  '2026-04-01',
);

const verwerking = Verwerking.parse({
  tijdstip: '2025-06-20T08:32:00.000Z',
  activiteit: 'verstrekken',
  wat: 'gegevens aan een partner verstrekken',
  wie: { rol: 'ontvanger', organisatie: 'Dorps-/wijkondersteuner', sleutel: 'wijkondersteuner-0907' },
  velden: ['naam', 'adres', 'woonplaats', 'gezinssamenstelling', 'telefoonnummer'],
  doel: 'De partner laten weten wie er komt wonen, en wat zij nodig heeft om te helpen',
  grondslag: {
    tekst: 'Wet inburgering 2021, artikel 37',
    bron: 'docs/domein/terms.md',
    zekerheid: 'aanname',
  },
  resultaat: 'niet gelukt',
  spoor: '4bf92f3577b34da6a3ce929d0e0e4736',
});

const summary: Summary = {
  stappen: 7,
  zoalsVerwacht: 6,
  afwijkingen: [],
  alBekend: 2,
  herhaald: 1,
  zaken: 4,
  berichten: { taalschool: 12, intos: 11, balk: 9, taalmaatjes: 7, wijkondersteuner: 15, mage: 3 },
  berichtenPerSoort: { gemeld: { taalschool: 4, wijkondersteuner: 4 } },
  overigeBerichten: 3,
  wachtend: 1,
  inWacht: [ontvangst],
  quarantaine: 1,
  zoalsVerwachtInQuarantaine: 0,
  inQuarantaine: [{ ...ontvangst, reden: 'bsn en V-nummer spreken elkaar tegen' }],
  ontvangen: 0,
  verwerkt: 4,
};
const deviation = {
  stap: 3,
  verwacht: 202,
  gekregen: 400,
  uitleg: 'Het bericht voldoet niet aan het contract',
  fouten: ['/data/personen/0/vNummer moet tien cijfers hebben'],
};

const places: readonly PlaceReport[] = [
  { naam: 'coa', dodeBrieven: 0 },
  {
    naam: '0907/wijkondersteuner',
    dodeBrieven: 12,
    verplaatst: 9,
    mislukt: 2,
    dubbel: 1,
    redenen: { AccessDenied: 2 },
    gelaten: { teruggekomen: 1 },
    klaar: false,
  },
];

const drilled: Report = {
  uitkomsten: [
    {
      alarm: 'inburgeringshub-dode-brieven-0907-wijkondersteuner',
      middel: 'een bericht in de wachtrij met dode brieven',
      afgegaan: true,
      terug: 'by itself',
    },
    {
      alarm: 'inburgeringshub-fouten-api',
      middel: 'een functie die faalt',
      afgegaan: false,
      terug: 'DRILL MESSAGE LEFT',
    },
  ],
  alAan: ['inburgeringshub-traag-webhook'],
};

const state: TableState = {
  perSoort: { 'ZAAK COMMIT': 12_345, 'PERSOONSNUMMER COMMIT': 24_690 },
  perStatus: { 'ONTVANGST#verwerkt': 8_000 },
  objections: [`ZAAK#${ZAAK} COMMIT#00000002: a gap before it, because commit 1 is not there`],
};

const access: readonly Access[] = [
  {
    soort: 'client',
    organisatie: 'taalschool-0907',
    uitgever: 'eigen',
    client: '7hq2m5c8vd1n4k9p3t6r',
    sinds: '2026-06-01T12:00:00.000Z',
  },
  {
    soort: 'uitgesloten',
    organisatie: 'balk-0907',
    sinds: '2026-06-01T12:00:00.000Z',
    door: 'gemeente-0907',
  },
];

const admitted: Admitted = {
  organisatie: 'maatschappelijk-begeleider-0907',
  naam: 'Maatschappelijk begeleider van de gemeente Gennep',
  uitgever: 'eigen',
  client: '7hq2m5c8vd1n4k9p3t6r',
  weerToegelaten: true,
  uitgeslotenDoor: 'gemeente-0907',
  tokenUrl: 'https://tokens.hub.example/oauth2/token',
  geheim: 'een-geheim-zonder-spaties',
};

const trial: TrialReport = {
  url: 'https://partner.example/webhook',
  rol: 'taalschool',
  geslaagd: false,
  adresVoorLive: false,
  stappen: [
    { naam: 'adres', titel: 'Het adres', geslaagd: true, uitleg: 'openbaar, https, poort 443' },
    {
      naam: 'dubbel',
      titel: 'Hetzelfde bericht twee keer, zoals de hub het bij twijfel opnieuw stuurt',
      geslaagd: false,
      uitleg: '500, 204: moet 204 zijn, of een andere 2xx; dat is traag, na 20 seconden geeft de hub op',
    },
  ],
  nakijken: [`Van deze berichten is niets bewaard: ${ZAAK}, ${ZAAK}.`],
};

/** Each printer of the command line, as wide as somebody asks and in the style of the terminal. */
export const PRINTERS: Readonly<Record<string, (width: number, style: Style) => readonly string[]>> = {
  'the head of start': (width, style) => addressLines(hub, {}, width, style),
  'the head of a start on another date': (width, style) =>
    addressLines(hub, { now: new Date('2026-08-01T10:00:00Z') }, width, style),
  'a timeline with its terms': (width, style) => timelineLines(tijdlijn, width, style),
  balans: (width, style) =>
    balansLines(
      {
        ...EMPTY_BALANS,
        zaken: 12,
        post: {
          '9999/wijkondersteuner': { ...EMPTY_POSTBALANS, geproduceerd: 123_456, bezorgd: 123_456 },
          '0907/mage': { ...EMPTY_POSTBALANS, geproduceerd: 7, klaargezet: 7 },
        },
      },
      width,
      style,
    ),
  post: (width, style) => postLines([rule, { ...rule, volgnummer: 3, stilstand: '' }], width, style),
  'what waits': (width) => ontvangstLines([ontvangst, ontvangst], width),
  berichten: (width, style) =>
    partnerLines([{ sleutel: 'mage', organisatie: 'MaGe', berichten: [bericht] }], width, style),
  'a fault of a hub that runs': (width, style) => entries.flatMap((one) => activityLines(one, width, style)),
  'the day list of a gemeente': (width, style) => dagLines(busy, width, style),
  'the day list of a gemeente with intakes': (width, style) => dagLines(intake, width, style),
  'the day list of a partner': (width, style) => partnerDagLines(partnerDag, width, style),
  verwerkingen: (width, style) => verwerkingLines(ZAAK, [verwerking, verwerking], width, style),
  kpis: (width) => kpisLines(figures, width),
  'what a replay came to': (width, style) =>
    summaryLines(summary, [deviation], style).flatMap((line) => fitLine(line, width)),
  'dead letters': (width, style) => redriveLines(places, width, style),
  'a drill': (width, style) => drillLines(drilled, width, style),
  'a table beside a restored one': (width, style) => stateLines(state, state, width, style),
  'who comes in': (width, style) => accessLines(access, width, style),
  'who was admitted': (width, style) => admittedLines(admitted, width, style),
  'a rehearsal': (width, style) => [
    ...headLines(trial.url, trial.rol, width),
    ...trial.stappen.flatMap((step) => stepLines(step, width, style)),
    ...closingLines(trial, width, style),
  ],
};
