import type { Outcome } from './outcome.ts';
import type { TrialReport } from './trial.ts';

/** The report, in the words of whoever runs a partner's server. */

const WIDTH = 72;

/** One step on one line. */
export const stepLine = ({ geslaagd, titel, uitleg }: Outcome): string =>
  `  ${geslaagd ? 'goed  ' : 'FOUT  '}  ${titel.padEnd(WIDTH)}  ${uitleg}`;

export const headLines = (url: string, role: string): readonly string[] => [
  `Proef van ${url} als ${role}, met verzonnen mensen`,
  '',
];

const verdictOver = ({ geslaagd, adresVoorLive }: TrialReport): string => {
  if (!geslaagd) return 'nog niet klaar om live te gaan.';
  return adresVoorLive
    ? 'kijk nog na wat hieronder staat, daarna kunt u live.'
    : 'om live te gaan moet het nog op een openbaar adres met https, poort 443.';
};

/** What follows on the steps: the verdict, and what only the partner can see. */
export const closingLines = (report: TrialReport): readonly string[] => {
  const { stappen, nakijken } = report;
  const good = stappen.filter((step) => step.geslaagd).length;
  return [
    '',
    `${good} van ${stappen.length} goed: ${verdictOver(report)}`,
    ...(nakijken.length === 0
      ? []
      : [
          '',
          'Dit is van buiten niet te zien. Kijk het na in uw eigen systeem:',
          ...nakijken.map((rule) => `  - ${rule}`),
        ]),
  ];
};
