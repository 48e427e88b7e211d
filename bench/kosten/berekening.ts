import { STANDAARD } from '../../infra/omgevingen/standaard.ts';
import type { Aannamen, Gebied, Prijsnaam, Prijzen } from './bestanden.ts';
import type { Vast } from './vast.ts';
import type { Maat, Verbruik } from './verbruik.ts';

/** What was measured, multiplied by how much of it comes in a month and by what it costs. Pure. */

export interface Regel {
  readonly naam: string;
  readonly prijs: Prijsnaam;
  /** So many a month, in the unit of the price. */
  readonly hoeveel: number;
  readonly euro: number;
}

export interface Begroting {
  readonly naam: string;
  readonly berichtenPerMaand: number;
  /** Paid whether or not a message comes. */
  readonly vast: readonly Regel[];
  /** Paid for messages and reads. */
  readonly variabel: readonly Regel[];
  readonly vastEuro: number;
  readonly variabelEuro: number;
  readonly euroPerMaand: number;
  readonly euroPerKoppeling: number;
}

export interface Gemeten {
  readonly perBericht: Verbruik;
  readonly perRaadpleging: Verbruik;
  /** What the clock runs in a month. */
  readonly klokPerMaand: Verbruik;
}

const SECONDEN_PER_MAAND = (365 / 12) * 86_400;
const GB = 1024 ** 3;
/** A zaak lasts three years: by then as much is stored as ever is. */
const MAANDEN_TOT_EVENWICHT = 36;
const maanden = (dagen: number): number => dagen / (365 / 12);

const som = (regels: readonly Regel[]): number => regels.reduce((totaal, { euro }) => totaal + euro, 0);

/** Makes lines with this price list. */
const metPrijzen =
  ({ prijzen, dollarPerEuro }: Prijzen) =>
  (naam: string, prijs: Prijsnaam, hoeveel: number): Regel => ({
    naam,
    prijs,
    hoeveel,
    euro: (hoeveel / prijzen[prijs].per) * (prijzen[prijs].dollar / dollarPerEuro.koers),
  });

type MaakRegel = ReturnType<typeof metPrijzen>;

/** Lines of what some work used in a month, named after it. */
const werk = (
  regel: MaakRegel,
  aannamen: Aannamen,
  wat: string,
  van: (maat: Maat) => number,
): readonly Regel[] => {
  const { koudePerAanroep, koudeStartMs, vcpuVolMB, platformLogBytes } = aannamen;
  const koud = van('aanroepen') * koudePerAanroep;
  const warmGBs = (van('aanroepMs') / 1000) * (vcpuVolMB / 1024);
  const gemiddeldMB = van('aanroepen') === 0 ? 0 : van('megabyteAanroepen') / van('aanroepen');
  const logGB = (van('logBytes') + van('aanroepen') * platformLogBytes) / GB;
  const koudGBs = koud * (koudeStartMs / 1000) * (gemiddeldMB / 1024);
  return [
    regel(`${wat}: table writes`, 'dynamodbSchrijven', van('dynamodbSchrijven')),
    regel(`${wat}: table reads`, 'dynamodbLezen', van('dynamodbLezen')),
    regel(`${wat}: events`, 'eventbridge', van('eventbridge')),
    regel(`${wat}: events into the archive`, 'archiefOpnemen', van('archiefBytes') / GB),
    regel(`${wat}: queues inside`, 'sqsStandaard', van('sqsStandaard')),
    regel(`${wat}: queues of partners`, 'sqsFifo', van('sqsFifo')),
    regel(`${wat}: invocations`, 'lambdaAanroep', van('aanroepen')),
    regel(`${wat}: computing`, 'lambdaRekentijd', warmGBs + koudGBs),
    regel(`${wat}: API`, 'apiGateway', van('apiVerzoeken')),
    regel(`${wat}: secret`, 'geheimVerzoek', van('geheimVerzoeken') + koud),
    regel(`${wat}: logs`, 'logsOpnemen', logGB),
    regel(`${wat}: logs kept`, 'logsOpslag', logGB * maanden(STANDAARD.bewaarDagen.logs)),
    regel(`${wat}: data out`, 'verkeerUit', van('uitBytes') / GB),
  ].filter(({ hoeveel }) => hoeveel > 0);
};

/** Data keys are kept for a while: KMS is asked for each message at most, and no more often than keys expire. */
const sleutelverzoeken = (
  aannamen: Aannamen,
  vast: Vast,
  van: (maat: Maat) => number,
): { readonly wachtrijen: number; readonly tabel: number } => {
  const perSleutel = SECONDEN_PER_MAAND / aannamen.sqsSleutelSeconden;
  return {
    wachtrijen: Math.min(van('sqsSleutelverzoeken'), vast.wachtrijen * perSleutel * 3),
    tabel: Math.min(van('dynamodbVerzoeken'), aannamen.sleutelGebruikers * perSleutel),
  };
};

const vasteRegels = (
  regel: MaakRegel,
  aannamen: Aannamen,
  vast: Vast,
  klokPerMaand: Verbruik,
): readonly Regel[] => {
  const polls = SECONDEN_PER_MAAND / aannamen.pollSeconden;
  return [
    regel('alarms', 'alarm', vast.alarmen),
    regel('composite alarms', 'samengesteldAlarm', vast.samengesteldeAlarmen),
    regel('metrics of our own', 'metriek', vast.metrieken),
    regel('dashboards', 'dashboard', vast.dashboards),
    regel('key', 'kmsSleutel', vast.sleutels),
    regel('secret', 'geheim', vast.geheimen),
    regel('Lambda asking empty queues', 'sqsStandaard', vast.mappings * aannamen.pollersPerMapping * polls),
    regel(
      'Lambda asking an empty FIFO queue',
      'sqsFifo',
      vast.fifoMappings * aannamen.pollersPerMapping * polls,
    ),
    regel('partners asking empty queues', 'sqsFifo', vast.kanalen * aannamen.pollersPerKanaal * polls),
    regel('e-mails of alarms', 'snsEmail', aannamen.meldingenPerMaand),
    ...werk(regel, aannamen, 'watch', (maat) => klokPerMaand.maten[maat]),
  ].filter(({ hoeveel }) => hoeveel > 0);
};

/** Euros a month of a hub for these gemeenten. */
export const begroot = (
  gebied: Gebied,
  { perBericht, perRaadpleging, klokPerMaand }: Gemeten,
  vast: Vast,
  aannamen: Aannamen,
  prijzen: Prijzen,
): Begroting => {
  const regel = metPrijzen(prijzen);
  const berichten = (gebied.koppelingenPerJaar * aannamen.berichtenPerKoppeling) / 12;
  const raadplegingen = (gebied.koppelingenPerJaar * aannamen.raadplegingenPerKoppeling) / 12;
  const vanBerichten = (maat: Maat): number => perBericht.maten[maat] * berichten;
  const vanLezen = (maat: Maat): number => perRaadpleging.maten[maat] * raadplegingen;
  const sleutels = sleutelverzoeken(aannamen, vast, (maat) => vanBerichten(maat) + vanLezen(maat));
  const opslagGB = (vanBerichten('opslagBytes') * MAANDEN_TOT_EVENWICHT) / GB;
  const vaste = vasteRegels(regel, aannamen, vast, klokPerMaand);
  const variabele = [
    ...werk(regel, aannamen, 'messages', vanBerichten),
    ...werk(regel, aannamen, 'reads', vanLezen),
    regel('events: keys', 'kmsVerzoek', 2 * vanBerichten('eventbridge')),
    regel('queues: keys', 'kmsVerzoek', sleutels.wachtrijen),
    regel('table: keys', 'kmsVerzoek', sleutels.tabel),
    regel('table after three years', 'dynamodbOpslag', opslagGB),
    regel('its point-in-time recovery', 'dynamodbHerstelpunt', opslagGB),
    regel(
      'archive',
      'archiefOpslag',
      (vanBerichten('archiefBytes') / GB) * maanden(STANDAARD.bewaarDagen.archief),
    ),
  ];
  const vastEuro = som(vaste);
  const variabelEuro = som(variabele);
  return {
    naam: gebied.naam,
    berichtenPerMaand: berichten,
    vast: vaste,
    variabel: variabele,
    vastEuro,
    variabelEuro,
    euroPerMaand: vastEuro + variabelEuro,
    euroPerKoppeling: ((vastEuro + variabelEuro) * 12) / gebied.koppelingenPerJaar,
  };
};
