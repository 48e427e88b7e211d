const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Milliseconds between two runs of an expression such as `rate(5 minutes)`. It throws on any other kind. */
export function parseRate(expression: string): number {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const period = Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  if (!(period > 0)) throw new Error(`unknown schedule expression ${expression}`);
  return period;
}
