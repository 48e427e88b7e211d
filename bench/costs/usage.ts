/** What some work used of the services. Everything is a count, so that it can be added up and multiplied. */

export const SIZES = [
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
export type Size = (typeof SIZES)[number];

export interface Usage {
  readonly sizes: Readonly<Record<Size, number>>;
  /** Calls by service and operation, for the reader. */
  readonly requests: Readonly<Record<string, number>>;
}

const fromEvery = (value: (size: Size) => number): Record<Size, number> => {
  const empty: Partial<Record<Size, number>> = {};
  for (const size of SIZES) empty[size] = value(size);
  return empty as Record<Size, number>;
};

/** All of these together. */
export const together = (all: readonly Usage[]): Usage => {
  const requests: Record<string, number> = {};
  for (const part of all) {
    for (const [name, time] of Object.entries(part.requests)) requests[name] = (requests[name] ?? 0) + time;
  }
  return {
    sizes: fromEvery((size) => all.reduce((total, { sizes }) => total + sizes[size], 0)),
    requests,
  };
};

/** The usage per item, when `count` items used it together. */
export const perItem = ({ sizes, requests }: Usage, count: number): Usage => ({
  sizes: fromEvery((size) => sizes[size] / count),
  requests: Object.fromEntries(Object.entries(requests).map(([name, time]) => [name, time / count])),
});

/** Adds up what goes by until it is taken. */
export interface Counter {
  count(size: Size, howMany: number): void;
  request(name: string): void;
  /** What was counted since the last time. */
  take(): Usage;
}

export const createCounter = (): Counter => {
  let sizes = fromEvery(() => 0);
  let requests: Record<string, number> = {};
  return {
    count: (size, howMany) => {
      sizes[size] += howMany;
    },
    request: (name) => {
      requests[name] = (requests[name] ?? 0) + 1;
    },
    take: () => {
      const taken = { sizes, requests };
      sizes = fromEvery(() => 0);
      requests = {};
      return taken;
    },
  };
};
