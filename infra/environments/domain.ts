import * as z from 'zod';
import { arn } from './arn.ts';

/** A host name, with the ARN of its certificate in ACM, in the region of the API. */
const host = {
  naam: z.hostname('moet een domeinnaam zijn'),
  certificaatArn: arn(
    /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    'arn:aws:acm:eu-west-1:<account>:certificate/<id>',
  ),
};

/** The host names of the hub. */
export const Domain = z.strictObject({
  ...host,
  /** A host name of its own for the pages for people: a browser has no client certificate, also where `truststore` demands one. */
  loket: z.strictObject(host).optional(),
  /** The CA certificates, as an object in S3. With them the API demands a client certificate (mutual TLS). */
  truststore: z
    .strictObject({
      bucket: z.string().min(3),
      sleutel: z.string().min(1),
      versie: z.string().min(1).optional(),
    })
    .optional(),
});
