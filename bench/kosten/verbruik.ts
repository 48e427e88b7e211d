/** What some work used of the services. Everything is a count, so that it can be added up and multiplied. */

export const MATEN = [
  'dynamodbSchrijven',
  'dynamodbLezen',
  'dynamodbVerzoeken',
  'opslagBytes',
  'sqsStandaard',
  'sqsFifo',
  'sqsSleutelverzoeken',
  'eventbridge',
  'archiefBytes',
  'aanroepen',
  'aanroepMs',
  'megabyteAanroepen',
  'apiVerzoeken',
  'geheimVerzoeken',
  'logBytes',
  'uitBytes',
] as const;
export type Maat = (typeof MATEN)[number];

export interface Verbruik {
  readonly maten: Readonly<Record<Maat, number>>;
  /** Calls by service and operation, for the reader. */
  readonly verzoeken: Readonly<Record<string, number>>;
}

const vanElke = (waarde: (maat: Maat) => number): Record<Maat, number> => {
  const leeg: Partial<Record<Maat, number>> = {};
  for (const maat of MATEN) leeg[maat] = waarde(maat);
  return leeg as Record<Maat, number>;
};

/** All of these together. */
export const samen = (alle: readonly Verbruik[]): Verbruik => {
  const verzoeken: Record<string, number> = {};
  for (const deel of alle) {
    for (const [naam, keer] of Object.entries(deel.verzoeken))
      verzoeken[naam] = (verzoeken[naam] ?? 0) + keer;
  }
  return {
    maten: vanElke((maat) => alle.reduce((som, { maten }) => som + maten[maat], 0)),
    verzoeken,
  };
};

/** The same, per one of `aantal`. */
export const perStuk = ({ maten, verzoeken }: Verbruik, aantal: number): Verbruik => ({
  maten: vanElke((maat) => maten[maat] / aantal),
  verzoeken: Object.fromEntries(Object.entries(verzoeken).map(([naam, keer]) => [naam, keer / aantal])),
});

/** Adds up what goes by until it is taken. */
export interface Teller {
  tel(maat: Maat, hoeveel: number): void;
  verzoek(naam: string): void;
  /** What was counted since the last time. */
  neem(): Verbruik;
}

export const maakTeller = (): Teller => {
  let maten = vanElke(() => 0);
  let verzoeken: Record<string, number> = {};
  return {
    tel: (maat, hoeveel) => {
      maten[maat] += hoeveel;
    },
    verzoek: (naam) => {
      verzoeken[naam] = (verzoeken[naam] ?? 0) + 1;
    },
    neem: () => {
      const genomen = { maten, verzoeken };
      maten = vanElke(() => 0);
      verzoeken = {};
      return genomen;
    },
  };
};
