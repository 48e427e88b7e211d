/** Makes something once and keeps it; when making fails, the next call tries again. */
export const eenmalig = <Gemaakt>(maak: () => Promise<Gemaakt>): (() => Promise<Gemaakt>) => {
  let gemaakt: Promise<Gemaakt> | undefined;
  return () => {
    gemaakt ??= maak().catch((fout: unknown) => {
      gemaakt = undefined;
      throw fout;
    });
    return gemaakt;
  };
};
