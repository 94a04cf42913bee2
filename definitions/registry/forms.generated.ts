// Written by `npm run registry` from the folders beside it; not edited by hand.

/** The forms of the kinds for which the derived form is not enough, by the kind’s name. */
export const forms = {} as const;
