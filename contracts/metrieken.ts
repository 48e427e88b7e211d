/** Namespace of all metrics of our own; functions get it as `POWERTOOLS_METRICS_NAMESPACE`. */
export const METRIEK_NAAMRUIMTE = 'Inburgeringshub';

/** One metric: the unit as CloudWatch knows it, and what the number says. */
export type Metriek = { readonly eenheid: 'Count'; readonly omschrijving: string };

/**
 * Every metric of our own. The key is the name in CloudWatch.
 *
 * A metric has exactly one dimension, `service`: the `POWERTOOLS_SERVICE_NAME` of the function that emits it. Alarms
 * take their names from this record, so a new name belongs here first.
 */
export const METRIEKEN = {
  /** Messages that cannot be processed and are kept with their reason. One is enough for an alarm. */
  InQuarantaine: {
    eenheid: 'Count',
    omschrijving: 'Berichten die met een reden in quarantaine zijn gezet',
  },
  /** Messages that have waited longer than agreed for a person whom the hub does not know yet. */
  LangWachtend: {
    eenheid: 'Count',
    omschrijving: 'Berichten die langer dan WACHT_ALARM_NA wachten op een bekende persoon',
  },
  /** Members of DUO's answers that the contract does not know: a sign that DUO extended its interface. */
  GenegeerdeDuoVelden: {
    eenheid: 'Count',
    omschrijving: 'Onbekende velden in antwoorden van DUO',
  },
  /** All messages that wait now, however briefly. Only to follow. */
  Wachtend: {
    eenheid: 'Count',
    omschrijving: 'Berichten die wachten op een bekende persoon',
  },
  /** Accepted messages that stayed unprocessed for an hour and were offered to their queue again. */
  OnverwerkteOntvangsten: {
    eenheid: 'Count',
    omschrijving: 'Aangenomen berichten die hun wachtrij niet bereikten en opnieuw zijn aangeboden',
  },
} as const satisfies Readonly<Record<string, Metriek>>;

/** The name of a metric of our own. */
export type MetriekNaam = keyof typeof METRIEKEN;
