import type { Uitkomst } from './outcome.ts';
import type { Proefverslag } from './trial.ts';

/** The report, in the words of whoever runs a partner's server. */

const BREEDTE = 72;

/** One step on one line. */
export const stapRegel = ({ geslaagd, titel, uitleg }: Uitkomst): string =>
  `  ${geslaagd ? 'goed  ' : 'FOUT  '}  ${titel.padEnd(BREEDTE)}  ${uitleg}`;

export const kopRegels = (url: string, rol: string): readonly string[] => [
  `Proef van ${url} als ${rol}, met verzonnen mensen`,
  '',
];

const oordeelOver = ({ geslaagd, adresVoorLive }: Proefverslag): string => {
  if (!geslaagd) return 'nog niet klaar om live te gaan.';
  return adresVoorLive
    ? 'kijk nog na wat hieronder staat, daarna kunt u live.'
    : 'om live te gaan moet het nog op een openbaar adres met https, poort 443.';
};

/** What follows on the steps: the verdict, and what only the partner can see. */
export const slotRegels = (verslag: Proefverslag): readonly string[] => {
  const { stappen, nakijken } = verslag;
  const goed = stappen.filter((stap) => stap.geslaagd).length;
  return [
    '',
    `${goed} van ${stappen.length} goed: ${oordeelOver(verslag)}`,
    ...(nakijken.length === 0
      ? []
      : [
          '',
          'Dit is van buiten niet te zien. Kijk het na in uw eigen systeem:',
          ...nakijken.map((regel) => `  - ${regel}`),
        ]),
  ];
};
