import type { Fout } from '../../contracts/fouten.ts';
import { PROBLEMEN, type Probleem, type Probleemsoort } from '../../contracts/probleem.ts';
import { type Antwoord, json } from './antwoord.ts';

/** An error that says what the caller must know; everything else that is thrown becomes a 500. */
export interface ApiProbleem extends Error {
  readonly probleem: {
    readonly soort: Probleemsoort;
    readonly detail: string;
    readonly fouten?: readonly Fout[];
    readonly headers?: Readonly<Record<string, string>>;
    /** Receipt number of the message that was refused; for the log, not for the caller. */
    readonly ontvangstId?: string;
  };
}

type Rest = Omit<ApiProbleem['probleem'], 'soort' | 'detail'>;

/** Makes the error; its message names the kind only, so that it can be logged. */
export const probleem = (soort: Probleemsoort, detail: string, rest: Rest = {}): ApiProbleem =>
  Object.assign(new Error(soort), { probleem: { soort, detail, ...rest } });

/** 400 with every fault that was found. */
export const ongeldig = (fouten: readonly Fout[], rest: Rest = {}): ApiProbleem =>
  probleem(
    'ongeldig-verzoek',
    fouten.length === 1 ? 'Er is 1 fout gevonden.' : `Er zijn ${fouten.length} fouten gevonden.`,
    { ...rest, fouten },
  );

/** The same words whether something does not exist or belongs to another: a stranger learns nothing. */
export const nietGevonden = (): ApiProbleem =>
  probleem('niet-gevonden', 'Onder dit adres is niets te vinden.');

export const isApiProbleem = (fout: unknown): fout is ApiProbleem =>
  fout instanceof Error && 'probleem' in fout;

const TIJDELIJK: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
]);

const lid = (fout: unknown, naam: string): unknown =>
  typeof fout === 'object' && fout !== null ? Reflect.get(fout, naam) : undefined;

/** True when the same request may succeed later: storage, bus or the issuer's keys could not be reached. */
export const isTijdelijk = (fout: unknown): boolean => {
  const namen = [lid(fout, 'name'), lid(fout, 'code')];
  if (namen.some((naam) => typeof naam === 'string' && TIJDELIJK.has(naam))) return true;
  // The AWS SDK marks what it found worth another try.
  if (lid(fout, '$retryable') !== undefined) return true;
  const oorzaak = lid(fout, 'cause');
  return oorzaak !== undefined && isTijdelijk(oorzaak);
};

/** The one place where a thrown thing becomes what the caller may know of it. */
export const probleemVan = (fout: unknown): ApiProbleem['probleem'] => {
  if (isApiProbleem(fout)) return fout.probleem;
  if (isTijdelijk(fout)) {
    return {
      soort: 'niet-beschikbaar',
      detail: 'De hub kan het verzoek nu niet verwerken. Stuur het straks ongewijzigd opnieuw.',
      headers: { 'Retry-After': '30' },
    };
  }
  return {
    soort: 'interne-fout',
    detail: 'De hub kon het verzoek niet verwerken. Probeer het later opnieuw.',
  };
};

/** A problem as an answer. */
export const probleemAntwoord = (
  { soort, detail, fouten, headers }: ApiProbleem['probleem'],
  basisUrl: string,
): Antwoord => {
  const { status, title } = PROBLEMEN[soort];
  const lichaam: Probleem = {
    type: `${basisUrl}/problemen/${soort}`,
    status,
    title,
    detail,
    ...(fouten === undefined ? {} : { errors: [...fouten] }),
  };
  return json(status, lichaam, { ...headers, 'Content-Type': 'application/problem+json' });
};
