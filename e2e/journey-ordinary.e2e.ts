import { describe } from 'vitest';
import { ordinaryAccount } from './account.ts';
import { tellJourney } from './journey.ts';

const ordinary = ordinaryAccount();
// Whoever is no root runs the tests as an ordinary user anyway.
describe.skipIf(ordinary === undefined)('as an ordinary user', () => {
  tellJourney(ordinary);
});
