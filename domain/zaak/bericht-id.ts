const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The form in which ids of messages are compared: a UUID is the same in capitals, any other id is compared as it is. */
export const comparableId = (berichtId: string): string =>
  UUID.test(berichtId) ? berichtId.toLowerCase() : berichtId;
