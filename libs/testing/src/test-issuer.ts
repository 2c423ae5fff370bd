import { LocalIssuer, type TokenFor } from '@polyphony/service-kit';
import { testIssuerFolder } from './config.js';

let issuer: Promise<LocalIssuer> | undefined;

/** The issuer of this test run, whose tokens the services of all specs accept. */
export function testIssuer(): Promise<LocalIssuer> {
  return (issuer ??= LocalIssuer.open(testIssuerFolder()));
}

/** Who acts in a test. */
export type TestActor = TokenFor;

/** Somebody of the network's office, who does there whatever needs no partner; the first role that may call acts. */
export const STAFF: TestActor = {
  actor: 'staff-1',
  role: ['network-coordinator', 'methodology-steward', 'rapporteur', 'service'],
};

/** Somebody who speaks for this partner. */
export function fellowOf(partner: string): TestActor {
  return { actor: `fellow of ${partner}`, role: 'fellow', partner };
}

/** Somebody of this partner who reviews what others have adapted. */
export function reviewerOf(partner: string): TestActor {
  return { actor: `reviewer of ${partner}`, role: 'reviewer', partner };
}
