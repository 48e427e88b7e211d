const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a message to compare by: a UUID is the same in capitals, any other id is what it is. */
export const comparableId = (berichtId: string): string =>
  UUID.test(berichtId) ? berichtId.toLowerCase() : berichtId;
