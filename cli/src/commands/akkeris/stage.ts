/** The stages of Akkeris, in the order in which an app goes through them. */
export const stages = ['review', 'development', 'staging', 'production'] as const;
export type Stage = (typeof stages)[number];
