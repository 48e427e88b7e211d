import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Node } from 'constructs';
import * as z from 'zod';
import type { FunctieNaam } from './namen.ts';

/** `productie` bewaart en beschermt alles; `ontwikkel` laat een stack weer helemaal weggooien. */
export type Omgeving = 'ontwikkel' | 'productie';

/** Wat de infrastructuur van een gemeente moet weten: haar code en welke partners een kanaal krijgen. */
export type GemeenteKanalen = {
  readonly gemeentecode: string;
  readonly partners: readonly { readonly sleutel: string }[];
};

/** Eigen domein van de API; met een truststore eist de API een clientcertificaat (mutual TLS). */
export type Domein = {
  readonly domainName: string;
  readonly certificateArn: string;
  readonly truststore?: { readonly bucket: string; readonly key: string; readonly version?: string };
};

/** Keuzes die per uitrol verschillen en die ook met `cdk … -c sleutel=waarde` gezet kunnen worden. */
export type UitrolKeuzes = {
  readonly omgeving: Omgeving;
  readonly domein?: Domein;
  /** Geheim met het PKIoverheid-certificaat waarmee de hub zich bij DUO meldt. */
  readonly duoCertificaatGeheimArn?: string;
};

/** Levert de code van een functie: een gebundelde map, of in een test een paar regels. */
export type CodeVoor = (functie: FunctieNaam) => Code;

const contextSchema = z
  .object({
    omgeving: z.enum(['ontwikkel', 'productie']).default('productie'),
    domeinnaam: z.string().min(1).optional(),
    certificaatArn: z.string().startsWith('arn:').optional(),
    truststoreBucket: z.string().min(1).optional(),
    truststoreSleutel: z.string().min(1).optional(),
    truststoreVersie: z.string().min(1).optional(),
    duoCertificaatGeheimArn: z.string().startsWith('arn:').optional(),
  })
  .refine((c) => (c.domeinnaam === undefined) === (c.certificaatArn === undefined), {
    message: 'domeinnaam en certificaatArn horen bij elkaar',
  })
  .refine((c) => (c.truststoreBucket === undefined) === (c.truststoreSleutel === undefined), {
    message: 'truststoreBucket en truststoreSleutel horen bij elkaar',
  })
  .refine((c) => c.truststoreBucket === undefined || c.domeinnaam !== undefined, {
    message: 'een truststore werkt alleen met een eigen domeinnaam',
  });

const SLEUTELS = [
  'omgeving',
  'domeinnaam',
  'certificaatArn',
  'truststoreBucket',
  'truststoreSleutel',
  'truststoreVersie',
  'duoCertificaatGeheimArn',
] as const satisfies readonly (keyof z.infer<typeof contextSchema>)[];

/** Leest de uitrolkeuzes uit de CDK-context en weigert een halve of onbekende instelling. */
export const leesKeuzes = (node: Node): UitrolKeuzes => {
  const context = contextSchema.parse(
    Object.fromEntries(SLEUTELS.map((sleutel) => [sleutel, node.tryGetContext(sleutel)])),
  );
  const { domeinnaam, certificaatArn, truststoreBucket, truststoreSleutel, truststoreVersie } = context;
  const truststore =
    truststoreBucket !== undefined && truststoreSleutel !== undefined
      ? {
          bucket: truststoreBucket,
          key: truststoreSleutel,
          ...(truststoreVersie === undefined ? {} : { version: truststoreVersie }),
        }
      : undefined;
  return {
    omgeving: context.omgeving,
    ...(domeinnaam !== undefined && certificaatArn !== undefined
      ? {
          domein: {
            domainName: domeinnaam,
            certificateArn: certificaatArn,
            ...(truststore === undefined ? {} : { truststore }),
          },
        }
      : {}),
    ...(context.duoCertificaatGeheimArn === undefined
      ? {}
      : { duoCertificaatGeheimArn: context.duoCertificaatGeheimArn }),
  };
};
