import { type Logboek, logboekKey, toLogboekItem } from '../table/logboek.ts';

/** The logbook in memory; `all` gives every record, as the table would keep it. */
export const memoryLogboek = (): Logboek & { all(): readonly ReturnType<typeof toLogboekItem>[] } => {
  const items = new Map<string, ReturnType<typeof toLogboekItem>>();
  return {
    all: () => [...items.values()],
    async write(processings) {
      for (const item of processings.map(toLogboekItem)) {
        const key = `${item.pk}|${item.sk}`;
        if (!items.has(key)) items.set(key, item);
      }
    },
    page: async (gemeentecode, subjectId, after = '0', max) =>
      [...items.values()]
        .filter(({ pk, sk }) => pk === logboekKey(gemeentecode, subjectId) && sk > after)
        .toSorted((one, other) => (one.sk < other.sk ? -1 : 1))
        .slice(0, max)
        .map(({ verwerking }) => JSON.parse(verwerking)),
  };
};
