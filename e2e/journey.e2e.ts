import { describe } from 'vitest';
import { tellJourney } from './journey.ts';

describe('as whoever runs the tests', () => {
  tellJourney(undefined);
});
