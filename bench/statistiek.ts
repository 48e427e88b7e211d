/** The value below which `p` percent of the values lie (nearest rank). */
export const percentiel = (waarden: readonly number[], p: number): number => {
  const gesorteerd = waarden.toSorted((een, ander) => een - ander);
  const plaats = Math.min(gesorteerd.length - 1, Math.max(0, Math.ceil((p / 100) * gesorteerd.length) - 1));
  const waarde = gesorteerd[plaats];
  if (waarde === undefined) throw new Error('no values to take a percentile of');
  return waarde;
};

export const mediaan = (waarden: readonly number[]): number => percentiel(waarden, 50);

export const afgerond = (getal: number, cijfers = 1): number => Number(getal.toFixed(cijfers));
