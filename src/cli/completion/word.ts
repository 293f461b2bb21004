/** The word with which the completion scripts ask: no command, and nothing that anybody would type. */
export const completionWord = '__complete';
