/** The field of a form that holds what an authenticator answered, as JSON. */
export const ANSWER_FIELD = 'antwoord';
