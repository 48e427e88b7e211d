import type { Begroting, Regel } from './berekening.ts';
import { type Gebied, ouderdom, type Prijzen } from './bestanden.ts';
import type { Herspeling, Meting } from './meting.ts';
import { MATEN, type Verbruik } from './verbruik.ts';

const getal = (waarde: number, cijfers = 2): string =>
  waarde.toLocaleString('en', { maximumFractionDigits: cijfers, minimumFractionDigits: cijfers });

/** As many digits as say something: 1,234,567 and 0.00012. */
const hoeveelheid = (waarde: number): string =>
  waarde >= 100 ? getal(waarde, 0) : waarde.toLocaleString('en', { maximumSignificantDigits: 3 });

const regelTekst = ({ prijzen, dollarPerEuro }: Prijzen, { naam, prijs, hoeveel, euro }: Regel): string => {
  const { dollar, per, eenheid } = prijzen[prijs];
  const eenheidsprijs = `$${dollar} per ${eenheid}`;
  const keer = per === 1 ? '' : ` / ${hoeveelheid(per)}`;
  return [
    `  ${naam.padEnd(34)}`,
    getal(euro, 4).padStart(10),
    `   ${hoeveelheid(hoeveel)}${keer} x ${eenheidsprijs} / ${dollarPerEuro.koers}`,
  ].join('');
};

const gebiedTekst = (prijzen: Prijzen, gebied: Gebied, begroting: Begroting): readonly string[] => [
  `${begroting.naam}: € ${getal(begroting.euroPerMaand)} a month, € ${getal(begroting.euroPerKoppeling)} per koppeling`,
  `  ${gebied.gemeenten} ${gebied.gemeenten === 1 ? 'gemeente' : 'gemeenten'}, ${gebied.kanalen} partner channels, ${gebied.koppelingenPerJaar} koppelingen a year, ` +
    `${getal(begroting.berichtenPerMaand, 0)} messages a month`,
  `  Source: ${gebied.bron}`,
  `  fixed                               ${getal(begroting.vastEuro, 4).padStart(8)}`,
  ...begroting.vast.map((regel) => regelTekst(prijzen, regel)),
  `  by use                              ${getal(begroting.variabelEuro, 4).padStart(8)}`,
  ...begroting.variabel.map((regel) => regelTekst(prijzen, regel)),
  '',
];

const verbruikTekst = (naam: string, { maten, verzoeken }: Verbruik): readonly string[] => [
  naam,
  ...Object.entries(verzoeken)
    .toSorted(([een], [ander]) => een.localeCompare(ander))
    .map(([verzoek, keer]) => `  ${verzoek.padEnd(50)}${getal(keer).padStart(9)}`),
  ...MATEN.filter((maat) => maten[maat] !== 0).map(
    (maat) => `  ${maat.padEnd(50)}${getal(maten[maat]).padStart(9)}`,
  ),
  '',
];

const herspelingTekst = ({ naam, aangenomen, perBericht: { maten } }: Herspeling): string =>
  [
    `  ${naam.padEnd(24)}`,
    String(aangenomen).padStart(9),
    ...[maten.dynamodbSchrijven, maten.dynamodbLezen, maten.sqsStandaard, maten.sqsFifo, maten.aanroepen].map(
      (waarde) => getal(waarde).padStart(12),
    ),
  ].join('');

const prijsTekst = (prijzen: Prijzen, nu: Date): readonly string[] => {
  const { oudsteDagen, koersDagen, teControleren } = ouderdom(prijzen, nu);
  return [
    `Prices of ${prijzen.regio}: the oldest is ${oudsteDagen} days old; ${prijzen.dollarPerEuro.koers} dollars for a euro, ` +
      `${koersDagen} days old. Free tiers are not counted, nor are tax, support and people.`,
    `To be checked: ${teControleren.join(', ')}.`,
    '',
  ];
};

/** The whole calculation for people, each sum shown. */
export const kostenVerslag = (
  meting: Meting,
  prijzen: Prijzen,
  begrotingen: readonly { readonly gebied: Gebied; readonly begroting: Begroting }[],
  nu: Date,
): readonly string[] => [
  'Measured, each message alone       accepted    writes       reads         SQS        FIFO invocations',
  ...[...meting.voorbeelden, meting.leven].map(herspelingTekst),
  '',
  ...verbruikTekst('One accepted message, over the life of a zaak', meting.leven.perBericht),
  ...verbruikTekst('One read of a timeline, over the life of a zaak', meting.raadpleging),
  ...verbruikTekst('The watch, a month', meting.klokPerMaand),
  ...prijsTekst(prijzen, nu),
  ...begrotingen.flatMap(({ gebied, begroting }) => gebiedTekst(prijzen, gebied, begroting)),
  "The milliseconds are this machine's, stretched to the share of a CPU that a function gets; Lambda's are not measured.",
];
