import { DEFAULTS } from '../../infra/environments/defaults.ts';
import type { Area, Assumptions, PriceName, Prices } from './files.ts';
import type { Fixed } from './fixed.ts';
import type { Size, Usage } from './usage.ts';

/** What was measured, multiplied by how much of it comes in a month and by what it costs. Pure. */

export interface Rule {
  readonly naam: string;
  readonly price: PriceName;
  /** So many a month, in the unit of the price. */
  readonly howMany: number;
  readonly euro: number;
}

export interface Budget {
  readonly naam: string;
  readonly berichtenPerMonth: number;
  /** Paid whether or not a message comes. */
  readonly fixed: readonly Rule[];
  /** Paid for messages and reads. */
  readonly variable: readonly Rule[];
  readonly vastEuro: number;
  readonly variabelEuro: number;
  readonly euroPerMaand: number;
  readonly euroPerKoppeling: number;
}

export interface Measured {
  readonly perBericht: Usage;
  readonly perLookup: Usage;
  /** What the clock runs in a month. */
  readonly clockPerMonth: Usage;
}

const SECONDS_PER_MONTH = (365 / 12) * 86_400;
const GB = 1024 ** 3;
/** A zaak lasts three years: by then as much is stored as ever is. */
const MONTHS_UNTIL_EQUILIBRIUM = 36;
const months = (days: number): number => days / (365 / 12);

const som = (rules: readonly Rule[]): number => rules.reduce((total, { euro }) => total + euro, 0);

/** Makes lines with this price list. */
const withPrices =
  ({ prijzen, dollarPerEuro }: Prices) =>
  (name: string, price: PriceName, howMany: number): Rule => ({
    naam: name,
    price,
    howMany,
    euro: (howMany / prijzen[price].per) * (prijzen[price].dollar / dollarPerEuro.koers),
  });

type CreateRule = ReturnType<typeof withPrices>;

/** Lines of what some work used in a month, named after it. */
const work = (
  rule: CreateRule,
  assumptions: Assumptions,
  what: string,
  of: (size: Size) => number,
): readonly Rule[] => {
  const { koudePerAanroep, koudeStartMs, vcpuVolMB, platformLogBytes } = assumptions;
  const cold = of('aanroepen') * koudePerAanroep;
  const warmGBs = (of('aanroepMs') / 1000) * (vcpuVolMB / 1024);
  const averageMB = of('aanroepen') === 0 ? 0 : of('megabyteAanroepen') / of('aanroepen');
  const logGB = (of('logBytes') + of('aanroepen') * platformLogBytes) / GB;
  const coldGBs = cold * (koudeStartMs / 1000) * (averageMB / 1024);
  return [
    rule(`${what}: table writes`, 'dynamodbSchrijven', of('dynamodbSchrijven')),
    rule(`${what}: table reads`, 'dynamodbLezen', of('dynamodbLezen')),
    rule(`${what}: events`, 'eventbridge', of('eventbridge')),
    rule(`${what}: events into the archive`, 'archiefOpnemen', of('archiefBytes') / GB),
    rule(`${what}: queues inside`, 'sqsStandaard', of('sqsStandaard')),
    rule(`${what}: queues of partners`, 'sqsFifo', of('sqsFifo')),
    rule(`${what}: invocations`, 'lambdaAanroep', of('aanroepen')),
    rule(`${what}: computing`, 'lambdaRekentijd', warmGBs + coldGBs),
    rule(`${what}: API`, 'apiGateway', of('apiVerzoeken')),
    rule(`${what}: secret`, 'geheimVerzoek', of('geheimVerzoeken') + cold),
    rule(`${what}: logs`, 'logsOpnemen', logGB),
    rule(`${what}: logs kept`, 'logsOpslag', logGB * months(DEFAULTS.bewaarDagen.logs)),
    rule(`${what}: data out`, 'verkeerUit', of('uitBytes') / GB),
  ].filter(({ howMany }) => howMany > 0);
};

/** Data keys are kept for a while: KMS is asked for each message at most, and no more often than keys expire. */
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

const fixedRules = (
  rule: CreateRule,
  assumptions: Assumptions,
  fixed: Fixed,
  clockPerMonth: Usage,
): readonly Rule[] => {
  const polls = SECONDS_PER_MONTH / assumptions.pollSeconden;
  return [
    rule('alarms', 'alarm', fixed.alarmen),
    rule('composite alarms', 'samengesteldAlarm', fixed.samengesteldeAlarmen),
    rule('metrics of our own', 'metriek', fixed.metrieken),
    rule('dashboards', 'dashboard', fixed.dashboards),
    rule('key', 'kmsSleutel', fixed.sleutels),
    rule('secret', 'geheim', fixed.geheimen),
    rule(
      'Lambda asking empty queues',
      'sqsStandaard',
      fixed.mappings * assumptions.pollersPerMapping * polls,
    ),
    rule(
      'Lambda asking an empty FIFO queue',
      'sqsFifo',
      fixed.fifoMappings * assumptions.pollersPerMapping * polls,
    ),
    rule('partners asking empty queues', 'sqsFifo', fixed.kanalen * assumptions.pollersPerKanaal * polls),
    rule('e-mails of alarms', 'snsEmail', assumptions.meldingenPerMaand),
    ...work(rule, assumptions, 'watch', (size) => clockPerMonth.sizes[size]),
  ].filter(({ howMany }) => howMany > 0);
};

/** Euros a month of a hub for these gemeenten. */
export const budgeted = (
  area: Area,
  { perBericht, perLookup, clockPerMonth }: Measured,
  fixed: Fixed,
  assumptions: Assumptions,
  prices: Prices,
): Budget => {
  const rule = withPrices(prices);
  const berichten = (area.koppelingenPerJaar * assumptions.berichtenPerKoppeling) / 12;
  const lookups = (area.koppelingenPerJaar * assumptions.raadplegingenPerKoppeling) / 12;
  const fromBerichten = (size: Size): number => perBericht.sizes[size] * berichten;
  const fromReads = (size: Size): number => perLookup.sizes[size] * lookups;
  const keys = keyRequests(assumptions, fixed, (size) => fromBerichten(size) + fromReads(size));
  const storageGB = (fromBerichten('opslagBytes') * MONTHS_UNTIL_EQUILIBRIUM) / GB;
  const fixedLines = fixedRules(rule, assumptions, fixed, clockPerMonth);
  const variable = [
    ...work(rule, assumptions, 'messages', fromBerichten),
    ...work(rule, assumptions, 'reads', fromReads),
    rule('events: keys', 'kmsVerzoek', 2 * fromBerichten('eventbridge')),
    rule('queues: keys', 'kmsVerzoek', keys.wachtrijen),
    rule('table: keys', 'kmsVerzoek', keys.table),
    rule('table after three years', 'dynamodbOpslag', storageGB),
    rule('its point-in-time recovery', 'dynamodbHerstelpunt', storageGB),
    rule(
      'archive',
      'archiefOpslag',
      (fromBerichten('archiefBytes') / GB) * months(DEFAULTS.bewaarDagen.archief),
    ),
  ];
  const fixedEuro = som(fixedLines);
  const variableEuro = som(variable);
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
