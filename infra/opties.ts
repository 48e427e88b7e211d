import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Node } from 'constructs';
import * as z from 'zod';
import type { FunctieNaam } from './namen.ts';

/** `productie` keeps and protects everything; `ontwikkel` lets a stack be thrown away altogether. */
export type Omgeving = 'ontwikkel' | 'productie';

/** What the infrastructure must know of a gemeente: its code, and which partners get a channel. */
export type GemeenteKanalen = {
  readonly gemeentecode: string;
  readonly partners: readonly { readonly sleutel: string }[];
};

/** Domain of the API itself; with a truststore the API demands a client certificate (mutual TLS). */
export type Domein = {
  readonly domainName: string;
  readonly certificateArn: string;
  readonly truststore?: { readonly bucket: string; readonly key: string; readonly version?: string };
};

/** Choices that differ per deployment and can also be set with `cdk … -c key=value`. */
export type UitrolKeuzes = {
  readonly omgeving: Omgeving;
  readonly domein?: Domein;
  /** Secret with the PKIoverheid certificate by which the hub makes itself known to DUO. */
  readonly duoCertificaatGeheimArn?: string;
};

/** Supplies the code of a function: a bundled folder, or a few lines in a test. */
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

/** Reads the choices of a deployment from the CDK context; refuses half a setting or an unknown value. */
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
