import type { Budget, PriceLine } from './calculation.ts';
import { type Area, age, type Prices } from './files.ts';
import type { Measurement, Replay } from './measurement.ts';
import { SIZES, type Usage } from './usage.ts';

const number = (value: number, digits = 2): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** A number with only its meaningful digits: 1,234,567 and 0.00012. */
const quantity = (value: number): string =>
  value >= 100 ? number(value, 0) : value.toLocaleString('en', { maximumSignificantDigits: 3 });

const lineText = ({ prijzen, dollarPerEuro }: Prices, { naam, price, howMany, euro }: PriceLine): string => {
  const { dollar, per, eenheid } = prijzen[price];
  const unitPrice = `$${dollar} per ${eenheid}`;
  const time = per === 1 ? '' : ` / ${quantity(per)}`;
  return [
    `  ${naam.padEnd(34)}`,
    number(euro, 4).padStart(10),
    `   ${quantity(howMany)}${time} x ${unitPrice} / ${dollarPerEuro.koers}`,
  ].join('');
};

const areaText = (prices: Prices, area: Area, budget: Budget): readonly string[] => [
  `${budget.naam}: € ${number(budget.euroPerMaand)} a month, € ${number(budget.euroPerKoppeling)} per koppeling`,
  `  ${area.gemeenten} ${area.gemeenten === 1 ? 'gemeente' : 'gemeenten'}, ${area.kanalen} partner channels, ${area.koppelingenPerJaar} koppelingen a year, ` +
    `${number(budget.berichtenPerMonth, 0)} messages a month`,
  `  Source: ${area.bron}`,
  `  fixed                               ${number(budget.vastEuro, 4).padStart(8)}`,
  ...budget.fixed.map((line) => lineText(prices, line)),
  `  by use                              ${number(budget.variabelEuro, 4).padStart(8)}`,
  ...budget.variable.map((line) => lineText(prices, line)),
  '',
];

const usageText = (name: string, { sizes, requests }: Usage): readonly string[] => [
  name,
  ...Object.entries(requests)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([request, time]) => `  ${request.padEnd(50)}${number(time).padStart(9)}`),
  ...SIZES.filter((size) => sizes[size] !== 0).map(
    (size) => `  ${size.padEnd(50)}${number(sizes[size]).padStart(9)}`,
  ),
  '',
];

const replayText = ({ naam, accepted, perBericht: { sizes } }: Replay): string =>
  [
    `  ${naam.padEnd(24)}`,
    String(accepted).padStart(9),
    ...[sizes.dynamodbSchrijven, sizes.dynamodbLezen, sizes.sqsStandaard, sizes.sqsFifo, sizes.aanroepen].map(
      (value) => number(value).padStart(12),
    ),
  ].join('');

const priceText = (prices: Prices, now: Date): readonly string[] => {
  const { oldestDays, rateDays, toCheck } = age(prices, now);
  return [
    `Prices of ${prices.regio}: the oldest is ${oldestDays} days old; ${prices.dollarPerEuro.koers} dollars for a euro, ` +
      `${rateDays} days old. Free tiers are not counted, nor are tax, support and people.`,
    `To be checked: ${toCheck.join(', ')}.`,
    '',
  ];
};

/** The whole calculation as lines of text, with every sum shown. */
export const costsReport = (
  measurement: Measurement,
  prices: Prices,
  budgets: readonly { readonly area: Area; readonly budget: Budget }[],
  now: Date,
): readonly string[] => [
  'Measured, each message alone       accepted    writes       reads         SQS        FIFO invocations',
  ...[...measurement.examples, measurement.life].map(replayText),
  '',
  ...usageText('One accepted message, over the life of a zaak', measurement.life.perBericht),
  ...usageText('One read of a timeline, over the life of a zaak', measurement.raadpleging),
  ...usageText('What the clock runs in a month, for one gemeente', measurement.clockPerMonth),
  ...priceText(prices, now),
  ...budgets.flatMap(({ area, budget }) => areaText(prices, area, budget)),
  "The milliseconds are this machine's, stretched to the share of a CPU that a function gets; Lambda's are not measured.",
];
