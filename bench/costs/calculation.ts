import { DEFAULTS } from '../../infra/environments/defaults.ts';
import type { Area, Assumptions, PriceName, Prices } from './files.ts';
import type { Fixed } from './fixed.ts';
import type { Size, Usage } from './usage.ts';

/** Calculates the costs: the measured use, times its number in a month, times its price. */

export interface PriceLine {
  readonly naam: string;
  readonly price: PriceName;
  /** The number in a month, in the unit of the price. */
  readonly howMany: number;
  readonly euro: number;
}

export interface Budget {
  readonly naam: string;
  readonly berichtenPerMonth: number;
  /** The costs that do not depend on messages. */
  readonly fixed: readonly PriceLine[];
  /** The costs of messages and reads. */
  readonly variable: readonly PriceLine[];
  readonly vastEuro: number;
  readonly variabelEuro: number;
  readonly euroPerMaand: number;
  readonly euroPerKoppeling: number;
}

export interface Measured {
  readonly perBericht: Usage;
  readonly perLookup: Usage;
  /** The use of all scheduled runs in a month. */
  readonly clockPerMonth: Usage;
}

const SECONDS_PER_MONTH = (365 / 12) * 86_400;
const HOURS_PER_MONTH = SECONDS_PER_MONTH / 3_600;
const GB = 1024 ** 3;
/** A zaak lasts three years, so after that the stored amount no longer grows. */
const MONTHS_UNTIL_EQUILIBRIUM = 36;
const months = (days: number): number => days / (365 / 12);

const totalOf = (lines: readonly PriceLine[]): number => lines.reduce((total, { euro }) => total + euro, 0);

/** Makes the function that prices a line by this price list. */
const withPrices =
  ({ prijzen, dollarPerEuro }: Prices) =>
  (name: string, price: PriceName, howMany: number): PriceLine => ({
    naam: name,
    price,
    howMany,
    euro: (howMany / prijzen[price].per) * (prijzen[price].dollar / dollarPerEuro.koers),
  });

type CreateLine = ReturnType<typeof withPrices>;

/** The lines of one kind of work in a month, named after that work. */
const work = (
  line: CreateLine,
  assumptions: Assumptions,
  what: string,
  of: (size: Size) => number,
  { coldPerCall, secret }: { readonly coldPerCall: number; readonly secret: boolean },
): readonly PriceLine[] => {
  const { koudeStartMs, vcpuVolMB, platformLogBytes } = assumptions;
  const cold = of('aanroepen') * coldPerCall;
  const warmGBs = (of('aanroepMs') / 1000) * (vcpuVolMB / 1024);
  const averageMB = of('aanroepen') === 0 ? 0 : of('megabyteAanroepen') / of('aanroepen');
  const logGB = (of('logBytes') + of('aanroepen') * platformLogBytes) / GB;
  const coldGBs = cold * (koudeStartMs / 1000) * (averageMB / 1024);
  return [
    line(`${what}: table writes`, 'dynamodbSchrijven', of('dynamodbSchrijven')),
    line(`${what}: table reads`, 'dynamodbLezen', of('dynamodbLezen')),
    line(`${what}: events`, 'eventbridge', of('eventbridge')),
    line(`${what}: events into the archive`, 'archiefOpnemen', of('archiefBytes') / GB),
    line(`${what}: queues inside`, 'sqsStandaard', of('sqsStandaard')),
    line(`${what}: queues of partners`, 'sqsFifo', of('sqsFifo')),
    line(`${what}: invocations`, 'lambdaAanroep', of('aanroepen')),
    line(`${what}: computing`, 'lambdaRekentijd', warmGBs + coldGBs),
    line(`${what}: API`, 'apiGateway', of('apiVerzoeken')),
    line(`${what}: secret`, 'geheimVerzoek', of('geheimVerzoeken') + (secret ? cold : 0)),
    line(`${what}: logs`, 'logsOpnemen', logGB),
    line(`${what}: logs kept`, 'logsOpslag', logGB * months(DEFAULTS.bewaarDagen.logs)),
    line(`${what}: data out`, 'verkeerUit', of('uitBytes') / GB),
  ].filter(({ howMany }) => howMany > 0);
};

/** The number of requests to KMS: at most one for each message, and at most as many as cached data keys expire. */
const keyRequests = (
  assumptions: Assumptions,
  fixed: Fixed,
  of: (size: Size) => number,
): { readonly wachtrijen: number; readonly table: number } => {
  const perKey = SECONDS_PER_MONTH / assumptions.sqsSleutelSeconden;
  return {
    wachtrijen: Math.min(of('sqsSleutelverzoeken'), fixed.wachtrijen * perKey * 3),
    table: Math.min(of('dynamodbVerzoeken'), assumptions.sleutelGebruikers * perKey),
  };
};

const fixedLinesOf = (
  line: CreateLine,
  assumptions: Assumptions,
  fixed: Fixed,
  clockPerMonth: Usage,
  lookupsPerGemeente: number,
): readonly PriceLine[] => {
  const polls = SECONDS_PER_MONTH / assumptions.pollSeconden;
  return [
    line('alarms', 'alarm', fixed.alarmen),
    line('composite alarms', 'samengesteldAlarm', fixed.samengesteldeAlarmen),
    line(
      'metrics of our own',
      'metriek',
      fixed.zeldenGemeten * (assumptions.urenZeldenGemeten / HOURS_PER_MONTH) +
        // Each read is counted in another hour, until every hour has a read.
        fixed.bijLezenGemeten * Math.min(1, lookupsPerGemeente / HOURS_PER_MONTH),
    ),
    line('dashboards', 'dashboard', fixed.dashboards),
    line('key', 'kmsSleutel', fixed.sleutels),
    line('secret', 'geheim', fixed.geheimen),
    line(
      'Lambda asking empty queues',
      'sqsStandaard',
      (fixed.mappings * assumptions.pollersZonderGrens +
        fixed.mappingsBegrensd * assumptions.pollersPerMapping) *
        polls,
    ),
    line(
      'Lambda asking an empty FIFO queue',
      'sqsFifo',
      fixed.fifoMappings * assumptions.pollersPerMapping * polls,
    ),
    line('partners asking empty queues', 'sqsFifo', fixed.kanalen * assumptions.pollersPerKanaal * polls),
    line('e-mails of alarms', 'snsEmail', assumptions.meldingenPerMaand),
    // The watch runs every minute, so its instance stays warm, and it reads no secret.
    ...work(line, assumptions, 'watch', (size) => clockPerMonth.sizes[size], {
      coldPerCall: assumptions.koudePerTik,
      secret: false,
    }),
  ].filter(({ howMany }) => howMany > 0);
};

/** The costs of a hub for these gemeenten in euros a month. */
export const budgeted = (
  area: Area,
  { perBericht, perLookup, clockPerMonth }: Measured,
  fixed: Fixed,
  assumptions: Assumptions,
  prices: Prices,
): Budget => {
  const line = withPrices(prices);
  const berichten = (area.koppelingenPerJaar * assumptions.berichtenPerKoppeling) / 12;
  const lookups = (area.koppelingenPerJaar * assumptions.raadplegingenPerKoppeling) / 12;
  const fromBerichten = (size: Size): number => perBericht.sizes[size] * berichten;
  const fromReads = (size: Size): number => perLookup.sizes[size] * lookups;
  const keys = keyRequests(assumptions, fixed, (size) => fromBerichten(size) + fromReads(size));
  const storageGB = (fromBerichten('opslagBytes') * MONTHS_UNTIL_EQUILIBRIUM) / GB;
  const seldom = { coldPerCall: assumptions.koudePerAanroep, secret: true };
  const fixedLines = fixedLinesOf(line, assumptions, fixed, clockPerMonth, lookups / area.gemeenten);
  const variable = [
    ...work(line, assumptions, 'messages', fromBerichten, seldom),
    ...work(line, assumptions, 'reads', fromReads, seldom),
    line('events: keys', 'kmsVerzoek', 2 * fromBerichten('eventbridge')),
    line('queues: keys', 'kmsVerzoek', keys.wachtrijen),
    line('table: keys', 'kmsVerzoek', keys.table),
    line('table after three years', 'dynamodbOpslag', storageGB),
    line('its point-in-time recovery', 'dynamodbHerstelpunt', storageGB),
    line(
      'archive',
      'archiefOpslag',
      (fromBerichten('archiefBytes') / GB) * months(DEFAULTS.bewaarDagen.archief),
    ),
  ];
  const fixedEuro = totalOf(fixedLines);
  const variableEuro = totalOf(variable);
  return {
    naam: area.naam,
    berichtenPerMonth: berichten,
    fixed: fixedLines,
    variable,
    vastEuro: fixedEuro,
    variabelEuro: variableEuro,
    euroPerMaand: fixedEuro + variableEuro,
    euroPerKoppeling: ((fixedEuro + variableEuro) * 12) / area.koppelingenPerJaar,
  };
};
