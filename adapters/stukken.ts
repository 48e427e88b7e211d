/** A list cut into parts of at most this size, in order. */
export const inStukken = <Element>(
  lijst: readonly Element[],
  grootte: number,
): readonly (readonly Element[])[] =>
  Array.from({ length: Math.ceil(lijst.length / grootte) }, (_, nummer) =>
    lijst.slice(nummer * grootte, (nummer + 1) * grootte),
  );
