import * as z from 'zod';
import { Gemeentecode } from '../../contracts/base-types.ts';
import { fromJson } from './environment.ts';

/** The secret with the certificate of each gemeente that has its own: `{"0907":"arn:…"}`, as infra/ writes it. */
export const SecretPerGemeente = fromJson(z.record(Gemeentecode, z.string().min(1)));

/** What a function that calls DUO finds in its environment; infra/ sets exactly this. */
export const DuoEnvironment = {
  WACHTRIJ_URL: z.url(),
  DUO_BASIS_URL: z.url(),
  DUO_OIN: z.string().length(20),
  HUB_OIN: z.string().length(20),
  DUO_CERTIFICAAT_GEHEIM_ID: z.string().optional(),
  DUO_CERTIFICAAT_PER_GEMEENTE: SecretPerGemeente.optional(),
};
