import type { GemeenteProfile, PartnerProfile, TermijnRule } from '../../domain/gemeenten/profile.ts';

/**
 * How profiles stand in a bundle: what gemeenten share of their terms is written once, and a term and a partner without the names of their
 * fields, so that each adds little.
 */

/** What a rule says, whoever numbered it and wherever it was written down. */
type SharedRule = Omit<TermijnRule, 'id' | 'bron'>;

type PackedPartner = readonly [
  sleutel: string,
  /** Left empty when it is the key. */
  rol: PartnerProfile['rol'] | '',
  organisatie: string,
  oin: PartnerProfile['oin'],
  from: string,
  /** Left empty when it has no end. */
  until?: string,
  /** Left empty when it hears at the koppeling. */
  hoort?: NonNullable<PartnerProfile['hoort']> | '',
  deur?: NonNullable<PartnerProfile['deur']>,
];

/** Rules without the names of their fields and without what most of them say: those stand once. `null` is a field that a rule lacks. */
interface PackedRules {
  readonly fields: readonly string[];
  /** Of each field what most rules say. */
  readonly usual: readonly unknown[];
  readonly rows: readonly (readonly unknown[])[];
}

/** In a row: what most rules say. No field of a rule is a number. */
const USUAL = 0;

export interface PackedProfiles {
  readonly rules: PackedRules;
  readonly profiles: readonly (Omit<GemeenteProfile, 'termijnen' | 'partners'> & {
    readonly partners: readonly PackedPartner[];
    readonly termijnen: readonly (readonly [rule: number, id: string, bron: string])[];
  })[];
}

const packPartner = (partner: PartnerProfile): PackedPartner => {
  const { sleutel, rol, organisatie, oin, valid, hoort, deur } = partner;
  const packed = [sleutel, sleutel === rol ? '' : rol, organisatie, oin, valid.from] as const;
  if (deur !== undefined) return [...packed, valid.until ?? '', hoort ?? '', deur];
  if (hoort !== undefined) return [...packed, valid.until ?? '', hoort];
  return valid.until === undefined ? packed : [...packed, valid.until];
};

const unpackPartner = ([
  sleutel,
  rol,
  organisatie,
  oin,
  from,
  until = '',
  hoort,
  deur,
]: PackedPartner): PartnerProfile => ({
  sleutel,
  rol: rol === '' ? (sleutel as PartnerProfile['rol']) : rol,
  organisatie,
  oin,
  valid: { from, ...(until === '' ? {} : { until }) },
  ...(hoort && { hoort }),
  ...(deur && { deur }),
});

const packRules = (rules: readonly SharedRule[]): PackedRules => {
  const fields = [...new Set(rules.flatMap((rule) => Object.keys(rule)))];
  const rows = rules.map((rule) => {
    const values = new Map<string, unknown>(Object.entries(rule));
    return fields.map((field) => values.get(field) ?? null);
  });
  const usual = fields.map((_, place) => mostOften(rows.map((row) => row[place])));
  const texts = usual.map((value) => JSON.stringify(value));
  return {
    fields,
    usual,
    rows: rows.map((row) =>
      row.map((value, place) => (JSON.stringify(value) === texts[place] ? USUAL : value)),
    ),
  };
};

/** The first of those that are there most often. */
const mostOften = (values: readonly unknown[]): unknown => {
  const alike = [...Map.groupBy(values, (value) => JSON.stringify(value)).values()];
  return alike.toSorted((one, other) => other.length - one.length)[0]?.[0];
};

const unpackRules = ({ fields, usual, rows }: PackedRules): readonly SharedRule[] =>
  rows.map(
    (row) =>
      Object.fromEntries(
        fields
          .map((field, place) => [field, row[place] === USUAL ? usual[place] : row[place]])
          .filter(([, value]) => value !== null),
      ) as unknown as SharedRule,
  );

/** Profiles as a shorter text: what many of them say is written once. */
export const packProfiles = (profiles: readonly GemeenteProfile[]): PackedProfiles => {
  const places = new Map<string, number>();
  const placeOf = (rule: SharedRule): number => {
    const text = JSON.stringify(rule);
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const packed = profiles.map(({ termijnen, partners, ...profile }) => ({
    ...profile,
    partners: partners.map(packPartner),
    termijnen: termijnen.map(({ id, bron, ...rule }) => [placeOf(rule), id, bron] as const),
  }));
  const rules = [...places.keys()].map((text): SharedRule => JSON.parse(text));
  return { rules: packRules(rules), profiles: packed };
};

/** The profiles as they were before `packProfiles`. Throws when a profile names a rule that is not there. */
export const unpackProfiles = ({ rules: packed, profiles }: PackedProfiles): readonly GemeenteProfile[] => {
  const rules = unpackRules(packed);
  return profiles.map(({ termijnen, partners, ...profile }) => ({
    ...profile,
    partners: partners.map(unpackPartner),
    termijnen: termijnen.map(([place, id, bron]) => {
      const rule = rules[place];
      if (rule === undefined) throw new Error(`term ${id} has no rule ${place}`);
      return { id, bron, ...rule };
    }),
  }));
};
