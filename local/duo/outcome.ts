/** What the stand-in of DUO does with what it is told. */

/** Explains a refusal (schema Foutmelding of DUO). */
export interface Fault {
  readonly fouttekst: string;
}

/** How often DUO did each thing: a test sees by it that none happened twice. */
export const COUNTED = {
  registraties: 0,
  verwijderingen: 0,
  overgeslagen: 0,
  contactpersonen: 0,
  gewijzigdeContactpersonen: 0,
  gekoppeld: 0,
  ontkoppeld: 0,
  aanboden: 0,
  verwijderdeAanboden: 0,
};

/** How DUO answers, and how the book is to be changed first; without a change nothing happened. */
export interface Outcome {
  readonly status: 200 | 201 | 204 | 400 | 403 | 404;
  readonly faults?: readonly Fault[];
  readonly body?: unknown;
  readonly change?: Readonly<Record<string, unknown>>;
  /** Of whom the book is changed; absent when it is of nobody in particular. */
  readonly bsn?: string;
  readonly counts?: keyof typeof COUNTED;
}

/** The gemeente with this test OIN; undefined for any other organisation. */
export const gemeenteWith = (oin: string): string | undefined => /^000000990000(\d{4})0000$/.exec(oin)?.[1];

export const ONLY_GEMEENTEN: Outcome = {
  status: 403,
  faults: [{ fouttekst: 'Alleen een gemeente kan dit registreren of verwijderen' }],
};
