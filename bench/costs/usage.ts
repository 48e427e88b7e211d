/** The use of the services by some work. Every size is a count, so that it can be added up and multiplied. */

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
  /** The calls by service and operation, only for the report. */
  readonly requests: Readonly<Record<string, number>>;
}

const fromEvery = (value: (size: Size) => number): Record<Size, number> => {
  const empty: Partial<Record<Size, number>> = {};
  for (const size of SIZES) empty[size] = value(size);
  return empty as Record<Size, number>;
};

/** The sum of these uses. */
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

/** The use of one item, when `count` items together had this use. */
export const perItem = ({ sizes, requests }: Usage, count: number): Usage => ({
  sizes: fromEvery((size) => sizes[size] / count),
  requests: Object.fromEntries(Object.entries(requests).map(([name, time]) => [name, time / count])),
});

/** Adds up the use until `take`. */
export interface Counter {
  count(size: Size, howMany: number): void;
  request(name: string): void;
  /** The use since the last `take`. */
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
