/** Days after which the secret of the lookup keys is replaced (`hub omsleutelen`). */
export const SECRET_DAYS = 365;
