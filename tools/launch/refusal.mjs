/** Something the user has to put right. It is shown as it stands, without a stack. */
export class Refusal extends Error {
  /** @override */
  name = 'Refusal';
}
