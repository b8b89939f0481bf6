import { stepMoments } from '../promotion-controller.ts';
import { testHandoverCrashes } from './test-handover-crash.ts';

testHandoverCrashes([
  ...['commit', 'notify'].flatMap((key) => stepMoments.map((moment) => `promotion/${key}/${moment}`)),
  ...stepMoments.map((moment) => `notice/${moment}`),
]);
